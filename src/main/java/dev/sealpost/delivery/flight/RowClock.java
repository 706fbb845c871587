package dev.sealpost.delivery.flight;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.WriterSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The clock by which rows are due: the database's, which all nodes share. With the embedded database that is this machine's.
 * Between two looks at it ({@link #follow}) it is counted on by the monotonic clock, so that nothing waits longer or less because
 * a clock on a wall was set. As long as this node's clock is right, this one says the same.
 */
public final class RowClock extends Clock {

    /** Less than this the clocks of two machines always differ, and times stay as they are. */
    private static final Duration NOTICED = Duration.ofMillis(250);

    /** A clock that is behind by more was set back; by less, it was slow. */
    public static final Duration STEP = Duration.ofSeconds(2);

    private final Dialect dialect;
    private final Clock node;
    private final LongSupplier nanos;
    private volatile ClockSample last;

    /** What the database's clock said, in milliseconds since 1970, and when that was by the monotonic clock. */
    private record ClockSample(long millis, long nanos) {}

    /**
     * @param node this machine's clock
     * @param nanos such as {@link System#nanoTime}
     */
    public RowClock(Dialect dialect, Clock node, LongSupplier nanos) {
        this.dialect = dialect;
        this.node = node;
        this.nanos = nanos;
        this.last = new ClockSample(node.millis(), nanos.getAsLong());
    }

    /** What it says within a transaction, exactly. */
    public Instant now(WriterSession session) throws SQLException {
        return switch (dialect) {
            case SQLITE -> node.instant().truncatedTo(ChronoUnit.MILLIS);
            case POSTGRESQL -> {
                try (ResultSet row = session.prepare(dialect.now()).executeQuery()) {
                    row.next();
                    yield Instant.ofEpochMilli(row.getLong(1));
                }
            }
        };
    }

    @Override
    public Instant instant() {
        return of(node.instant());
    }

    /** A time of this node's clock, in rows. */
    public Instant of(Instant nodeTime) {
        return nodeTime.plusMillis(ahead());
    }

    /** The other way round. */
    public Instant onNode(Instant rowTime) {
        return rowTime.minusMillis(ahead());
    }

    /** By how much the database's clock is ahead of this node's. */
    private long ahead() {
        long ahead = counted() - node.millis();
        return Math.abs(ahead) < NOTICED.toMillis() ? 0 : ahead;
    }

    private long counted() {
        ClockSample look = last;
        return look.millis() + (nanos.getAsLong() - look.nanos()) / 1_000_000;
    }

    /** By how much the database's clock was set back, when it says this now; zero when it was not. */
    public Duration setBack(long databaseMillis) {
        Duration behind = Duration.ofMillis(counted() - databaseMillis);
        return behind.compareTo(STEP) > 0 ? behind : Duration.ZERO;
    }

    /** The database's clock says this now. */
    public void follow(long databaseMillis) {
        last = new ClockSample(databaseMillis, nanos.getAsLong());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
