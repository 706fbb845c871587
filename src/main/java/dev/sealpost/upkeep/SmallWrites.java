package dev.sealpost.upkeep;

import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Much to write, in chunks so small that the one writer is never held for long, with a rest after each: four times as long as the
 * chunk took, or just as long while there is a hurry.
 */
public final class SmallWrites {

    private static final int REST = 4;

    private final Writes writes;
    private final ChunkSize size;
    private final BooleanSupplier isHurried;

    /**
     * @param limit how long the writer may be held by a chunk
     * @param most rows in a chunk
     */
    public SmallWrites(Writes writes, Duration limit, int most, BooleanSupplier isHurried) {
        this.writes = writes;
        this.isHurried = isHurried;
        this.size = new ChunkSize(limit, most);
    }

    public SmallWrites(Writes writes, Duration limit, int most) {
        this(writes, limit, most, () -> false);
    }

    /** How many rows the next chunk should have. */
    public int rows() {
        return size.rows();
    }

    /** Writes a chunk and rests. The time counts from when the writer begins with it. */
    public int write(SqlWork<Integer> chunk) {
        Timed timed = writes.write(sql -> {
            long start = System.nanoTime();
            int rows = chunk.run(sql);
            return new Timed(rows, System.nanoTime() - start);
        });
        size.took(timed.nanos());
        LockSupport.parkNanos((isHurried.getAsBoolean() ? 1 : REST) * timed.nanos());
        return timed.rows();
    }

    private record Timed(int rows, long nanos) {}
}
