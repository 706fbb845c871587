package dev.sealpost.database;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes many rows in many short transactions, so that the one writer is free for others in between. How many rows fit into
 * a transaction is learnt on the way.
 */
public final class Chunks {

    /** What a transaction should write at most. */
    private static final Duration LONGEST = Duration.ofMillis(20);

    private static final int FIRST = 100;
    private static final int FEWEST = 10;
    private static final int MOST = 500;

    private Chunks() {}

    /** One transaction's share of the work. */
    @FunctionalInterface
    public interface Share {

        /** Changes so many rows, or fewer when there are no more. Returns how many. */
        int change(JdbcClient sql, int atMost);
    }

    /** What a transaction did, and how long it wrote. */
    private record Written(int rows, Duration time) {}

    /**
     * Repeats the share until there is nothing left. Returns how many rows were changed.
     *
     * @throws DatabaseUnavailableException when the database did not answer; what was committed before stays
     */
    public static long write(Writes writes, Share share) {
        long changed = 0;
        int size = FIRST;
        while (true) {
            int atMost = size;
            Written written = writes.write(sql -> timed(sql, share, atMost));
            changed += written.rows();
            if (written.rows() < atMost) {
                return changed;
            }
            size = next(atMost, written.time());
        }
    }

    private static Written timed(JdbcClient sql, Share share, int atMost) {
        long start = System.nanoTime();
        int rows = share.change(sql, atMost);
        return new Written(rows, Duration.ofNanos(System.nanoTime() - start));
    }

    /** As many rows as would have taken the longest time, but at most twice as many as before. */
    static int next(int size, Duration time) {
        long fitting = size * LONGEST.toNanos() / Math.max(1, time.toNanos());
        return (int) Math.clamp(fitting, FEWEST, Math.min(MOST, 2L * size));
    }
}
