package dev.sealpost.database;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Changes many rows in short transactions, so that the single writer can serve others in between. Adapts the number of
 * rows of a transaction to its time.
 */
public final class Chunks {

    /** Pauses, as multiples of the time of the chunk before. */
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
     * @param limit target time of a transaction
     * @param most rows in a chunk
     * @param rest pause after a chunk, as a multiple of its time
     */
    public Chunks(Writes writes, Duration limit, int most, IntSupplier rest) {
        this.writes = writes;
        this.limit = limit.toNanos();
        this.most = most;
        this.rest = rest;
    }

    /** Work of one transaction. */
    @FunctionalInterface
    public interface Share {

        /** Changes up to this many rows and returns the number; fewer mean that none are left. */
        int change(JdbcClient sql, int atMost);
    }

    /**
     * Repeats the work without a pause until no rows are left, and returns the number of changed rows.
     *
     * @throws DatabaseUnavailableException when the database does not answer; earlier transactions stay committed
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

    /** Returns the number of rows for the next chunk. */
    public int rows() {
        return rows;
    }

    /** Writes a chunk and pauses. Its time starts when the writer begins with it. */
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
