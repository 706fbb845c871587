package dev.sealpost.replay;

import java.time.Duration;

/**
 * Determines the size of steps and the pauses between them: keeps the rate, limits the time of each write, and leaves
 * processor time to others while searching.
 */
final class ReplayPace {

    /** Duration of a write above which the chunk shrinks. */
    private static final Duration LONGEST_WRITE = Duration.ofMillis(20);

    /** Few large chunks, because fresh events wait while any are due; limited by {@link #LONGEST_WRITE}. */
    private static final int CHUNKS_PER_SECOND = 2;

    private static final int LARGEST_CHUNK = 200;

    /** Pause as a multiple of the work. */
    private static final int PAUSE_FACTOR = 3;

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

    /** Returns the maximum number of deliveries of the next step. */
    int chunk() {
        return chunk;
    }

    /** @param work total duration of the step */
    Duration restAfter(ReplayStep.Stepped.Went went, Duration work) {
        if (went.writing().compareTo(LONGEST_WRITE) > 0) {
            chunk = Math.max(1, chunk / 2);
        } else if (went.sent() == chunk) {
            chunk = Math.min(largest, chunk + Math.max(1, chunk / 4));
        }
        Duration atRate = Duration.ofNanos((long) (went.sent() * SECOND / rate)).minus(work);
        Duration rest = shorter(work.multipliedBy(PAUSE_FACTOR), LONGEST_REST);
        return atRate.compareTo(rest) > 0 ? atRate : rest;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
