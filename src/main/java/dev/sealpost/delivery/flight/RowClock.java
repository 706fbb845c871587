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
 * Clock that decides when rows are due: the database's clock, shared by all nodes. With the embedded database this is the
 * machine's clock. Between two samples ({@link #follow}) the monotonic clock advances it, so that setting a wall clock
 * changes no wait. Equals this node's clock while that is correct.
 */
public final class RowClock extends Clock {

    /** Differences below this are normal between machines and are ignored. */
    private static final Duration TOLERANCE = Duration.ofMillis(250);

    /** Lag beyond which the clock was set back; a smaller lag is drift. */
    public static final Duration STEP = Duration.ofSeconds(2);

    private final Dialect dialect;
    private final Clock node;
    private final LongSupplier nanos;
    private volatile ClockSample last;

    /** Reading of the database's clock, in milliseconds since 1970, with the monotonic time of the reading. */
    private record ClockSample(long millis, long nanos) {}

    /**
     * @param node clock of this machine
     * @param nanos monotonic clock, such as {@link System#nanoTime}
     */
    public RowClock(Dialect dialect, Clock node, LongSupplier nanos) {
        this.dialect = dialect;
        this.node = node;
        this.nanos = nanos;
        this.last = new ClockSample(node.millis(), nanos.getAsLong());
    }

    /** Returns the exact time within a transaction. */
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

    /** Converts a time of this node's clock to row time. */
    public Instant of(Instant nodeTime) {
        return nodeTime.plusMillis(ahead());
    }

    /** Converts row time to this node's clock. */
    public Instant onNode(Instant rowTime) {
        return rowTime.minusMillis(ahead());
    }

    /** Returns the milliseconds by which the database's clock is ahead of this node's. */
    private long ahead() {
        long ahead = counted() - node.millis();
        return Math.abs(ahead) < TOLERANCE.toMillis() ? 0 : ahead;
    }

    private long counted() {
        ClockSample sample = last;
        return sample.millis() + (nanos.getAsLong() - sample.nanos()) / 1_000_000;
    }

    /** Returns by how much the database's clock was set back, given its current time; zero when it was not. */
    public Duration setBack(long databaseMillis) {
        Duration behind = Duration.ofMillis(counted() - databaseMillis);
        return behind.compareTo(STEP) > 0 ? behind : Duration.ZERO;
    }

    /** Takes a new sample of the database's clock. */
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
