package dev.sealpost.replay;

import java.time.Duration;

/**
 * How much a replay does at a time and how long it rests in between, so that it keeps to its rate, that the writer is never
 * busy with it for long, and that looking through much that is not wanted leaves the machine to others.
 */
final class ReplayPace {

    /** Of writing, after which a chunk is too large. */
    private static final Duration LONGEST_WRITE = Duration.ofMillis(20);

    /** Fewer and larger chunks: fresh events wait while any are due. But no larger than what is written in 20 ms. */
    private static final int CHUNKS_PER_SECOND = 2;

    private static final int LARGEST_CHUNK = 200;

    /** Rest for each time of work. */
    private static final int REST = 3;

    private static final Duration LONGEST_REST = Duration.ofSeconds(5);

    private static final double SECOND = Duration.ofSeconds(1).toNanos();

    private final int rate;
    private final int largest;
    private int chunk;

    /** @param rate deliveries a second */
    ReplayPace(int rate) {
        this.rate = rate;
        this.largest = Math.clamp(rate / CHUNKS_PER_SECOND, 1, LARGEST_CHUNK);
        this.chunk = Math.max(1, largest / 2);
    }

    /** The most deliveries of the next step. */
    int chunk() {
        return chunk;
    }

    /** @param work how long the step took as a whole */
    Duration restAfter(ReplayStep.Stepped.Went went, Duration work) {
        if (went.writing().compareTo(LONGEST_WRITE) > 0) {
            chunk = Math.max(1, chunk / 2);
        } else if (went.sent() == chunk) {
            chunk = Math.min(largest, chunk + Math.max(1, chunk / 4));
        }
        Duration atRate = Duration.ofNanos((long) (went.sent() * SECOND / rate)).minus(work);
        Duration rest = shorter(work.multipliedBy(REST), LONGEST_REST);
        return atRate.compareTo(rest) > 0 ? atRate : rest;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
