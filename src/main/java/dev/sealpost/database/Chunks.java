package dev.sealpost.database;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes many rows in transactions so short that the one writer is free for others in between. The number of rows in a
 * transaction follows from how long the last one took.
 */
public final class Chunks {

    /** Rests, as multiples of the time that a chunk took. */
    public static final int LONG_REST = 4;

    public static final int SHORT_REST = 1;

    private static final int FIRST = 20;
    private static final Duration LIMIT = Duration.ofMillis(20);
    private static final int MOST = 500;

    private final Writes writes;
    private final long limit;
    private final int most;
    private final IntSupplier rest;
    private int rows = FIRST;

    /**
     * @param limit how long a chunk may occupy the writer
     * @param most rows in a chunk
     * @param rest how long to rest after a chunk, as a multiple of the time that it took
     */
    public Chunks(Writes writes, Duration limit, int most, IntSupplier rest) {
        this.writes = writes;
        this.limit = limit.toNanos();
        this.most = most;
        this.rest = rest;
    }

    /** The change that one transaction makes. */
    @FunctionalInterface
    public interface Share {

        /** Changes so many rows, or fewer when there are no more. Returns how many. */
        int change(JdbcClient sql, int atMost);
    }

    /**
     * Repeats the share without a rest until nothing is left. Returns how many rows were changed.
     *
     * @throws DatabaseUnavailableException when the database did not answer; what was committed before stays
     */
    public static long write(Writes writes, Share share) {
        Chunks chunks = new Chunks(writes, LIMIT, MOST, () -> 0);
        long changed = 0;
        while (true) {
            int atMost = chunks.rows();
            int rows = chunks.write(sql -> share.change(sql, atMost));
            changed += rows;
            if (rows < atMost) {
                return changed;
            }
        }
    }

    /** How many rows the next chunk should have. */
    public int rows() {
        return rows;
    }

    /** Writes a chunk and rests. The time counts from when the writer begins with it. */
    public int write(SqlWork<Integer> chunk) {
        Timed timed = writes.write(sql -> {
            long start = System.nanoTime();
            int changed = chunk.run(sql);
            return new Timed(changed, System.nanoTime() - start);
        });
        took(timed.nanos());
        LockSupport.parkNanos(rest.getAsInt() * timed.nanos());
        return timed.rows();
    }

    private record Timed(int rows, long nanos) {}

    /** Adapts the number of rows to the time that a chunk took. */
    void took(long nanos) {
        if (nanos > limit) {
            rows = (int) Math.max(1, Math.min(rows / 2, rows * limit / nanos));
        } else if (nanos < limit / 2) {
            rows = Math.min(most, rows + Math.max(1, rows / 2));
        }
    }
}
