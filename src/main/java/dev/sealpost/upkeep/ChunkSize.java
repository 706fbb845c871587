package dev.sealpost.upkeep;

import java.time.Duration;

/** How many rows to write at a time, so that it takes no longer than it may: less after what was slow, more after what was not. */
final class ChunkSize {

    private static final int FIRST = 20;

    private final long limit;
    private final int most;
    private int rows = FIRST;

    /** @param most rows at a time, however quick they are */
    ChunkSize(Duration limit, int most) {
        this.limit = limit.toNanos();
        this.most = most;
    }

    int rows() {
        return rows;
    }

    /** A chunk took so many nanoseconds. */
    void took(long nanos) {
        if (nanos > limit) {
            rows = (int) Math.max(1, Math.min(rows / 2, rows * limit / nanos));
        } else if (nanos < limit / 2) {
            rows = Math.min(most, rows + Math.max(1, rows / 2));
        }
    }
}
