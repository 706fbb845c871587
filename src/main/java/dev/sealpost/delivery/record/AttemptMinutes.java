package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.UncategorizedSQLException;

/**
 * Adds up attempts by minute and destination, and writes the sums every few seconds within a transaction of the recorder,
 * which has this for its own thread. A crash loses the sums of those seconds, and nothing else: what is owed is counted in the
 * ledger.
 */
public final class AttemptMinutes {

    static final Duration KEPT = Duration.ofHours(48);

    /** Destinations that get a row of their own in a minute; the rest share one. */
    static final int MOST_DESTINATIONS = 500;

    static final String REST = "*";

    private static final Logger LOG = LoggerFactory.getLogger(AttemptMinutes.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private static final int LATE_MINUTES = 5;

    private static final List<String> COLUMNS = List.of(
            "succeeded",
            "rejected",
            "gone",
            "throttled",
            "timed_out",
            "unreachable",
            "blocked",
            "failed",
            "dead",
            "cancelled");
    private static final int DEAD = COLUMNS.indexOf("dead");
    private static final int CANCELLED = COLUMNS.indexOf("cancelled");
    private static final String ADD = """
            INSERT INTO attempt_minute (destination_id, minute, node, application_id, succeeded, rejected, gone, throttled,
                timed_out, unreachable, blocked, failed, dead, cancelled, duration_sum, duration_max)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (destination_id, minute, node) DO UPDATE SET
                succeeded = attempt_minute.succeeded + excluded.succeeded,
                rejected = attempt_minute.rejected + excluded.rejected,
                gone = attempt_minute.gone + excluded.gone,
                throttled = attempt_minute.throttled + excluded.throttled,
                timed_out = attempt_minute.timed_out + excluded.timed_out,
                unreachable = attempt_minute.unreachable + excluded.unreachable,
                blocked = attempt_minute.blocked + excluded.blocked,
                failed = attempt_minute.failed + excluded.failed,
                dead = attempt_minute.dead + excluded.dead,
                cancelled = attempt_minute.cancelled + excluded.cancelled,
                duration_sum = attempt_minute.duration_sum + excluded.duration_sum,
                duration_max = CASE WHEN excluded.duration_max > attempt_minute.duration_max
                    THEN excluded.duration_max ELSE attempt_minute.duration_max END
            """;

    /** The oldest two minutes at a time, so that no transaction becomes long by it. */
    private static final String FORGET = """
            DELETE FROM attempt_minute
            WHERE minute < ? AND minute <= (SELECT MIN(minute) FROM attempt_minute) + 1
            """;

    private final Clock clock;
    private final String node;
    private final Map<Key, Sums> sums = new HashMap<>();
    private final Set<String> withOwnRow = new HashSet<>();
    private long newestMinute;
    private long lastWrite = System.nanoTime();
    private boolean written;

    private record Key(long minute, String destination) {}

    private static final class Sums {

        private final String application;
        private final long[] counts = new long[COLUMNS.size()];
        private long durationSum;
        private long durationMax;

        Sums(String application) {
            this.application = application;
        }
    }

    public AttemptMinutes(Clock clock, String node) {
        this.clock = clock;
        this.node = node;
    }

    /** After a commit: counts what it has recorded. */
    void add(List<Committed> facts) {
        if (written) {
            sums.clear();
            written = false;
        }
        for (Committed fact : facts) {
            if (fact instanceof Committed.Settled(InFlight inFlight, Result result)) {
                Delivery delivery = inFlight.delivery();
                switch (result) {
                    case Result.Made(Attempted attempted) -> add(delivery, attempted);
                    case Result.Cancelled cancelled -> sums(delivery, clock.millis() / MINUTE).counts[CANCELLED]++;
                    case Result.Faulted faulted -> {}
                    case Result.PutOff putOff -> {}
                    case Result.Expired expired -> {}
                }
            }
        }
    }

    private void add(Delivery delivery, Attempted attempted) {
        long millis = attempted.duration().toMillis();
        Sums of = sums(delivery, (attempted.startedAt().toEpochMilli() + millis) / MINUTE);
        of.counts[column(attempted.outcome())]++;
        of.durationSum += millis;
        of.durationMax = Math.max(of.durationMax, millis);
        switch (attempted.next()) {
            case NextStep.Exhaust exhaust -> of.counts[DEAD]++;
            case NextStep.DisableEndpoint disable -> of.counts[DEAD]++;
            case NextStep.Settle settle -> {}
            case NextStep.RetryAt retry -> {}
        }
    }

    private static int column(AttemptOutcome outcome) {
        return switch (outcome) {
            case AttemptOutcome.Succeeded succeeded -> 0;
            case AttemptOutcome.Rejected rejected -> 1;
            case AttemptOutcome.Gone gone -> 2;
            case AttemptOutcome.Throttled throttled -> 3;
            case AttemptOutcome.TimedOut timedOut -> 4;
            case AttemptOutcome.Unreachable unreachable -> 5;
            case AttemptOutcome.Blocked blocked -> 6;
            case AttemptOutcome.Failed failed -> 7;
        };
    }

    private Sums sums(Delivery delivery, long minute) {
        // Attempts of a minute or two come mixed; a clock that was set back is another matter.
        if (minute > newestMinute || minute < newestMinute - LATE_MINUTES) {
            newestMinute = minute;
            withOwnRow.clear();
        }
        String id = delivery.destination().value();
        boolean isOwn = withOwnRow.contains(id) || (withOwnRow.size() < MOST_DESTINATIONS && withOwnRow.add(id));
        // A route takes events of many applications.
        String application = isOwn && !delivery.destination().isRoute()
                ? delivery.event().application().value()
                : REST;
        return sums.computeIfAbsent(new Key(minute, isOwn ? id : REST), key -> new Sums(application));
    }

    /** Before a commit: writes the sums when it is time. They are kept until the commit is known. */
    void write(WriterSession session) throws SQLException {
        written = false;
        long now = System.nanoTime();
        if (now - lastWrite < INTERVAL.toNanos()) {
            return;
        }
        try {
            session.attempt(sql -> {
                add(session);
                return sums.size();
            });
        } catch (RuntimeException e) {
            // The table may be broken; deliveries must not wait for it.
            LOG.warn("recorder.minutes-lost destinations={} reason={}", sums.size(), e.toString());
        }
        written = true;
        lastWrite = now;
    }

    private void add(WriterSession session) {
        try {
            PreparedStatement statement = session.prepare(ADD);
            try {
                for (Map.Entry<Key, Sums> each : sums.entrySet()) {
                    bind(statement, each.getKey(), each.getValue());
                    statement.addBatch();
                }
                if (!sums.isEmpty()) {
                    statement.executeBatch();
                }
            } finally {
                statement.clearBatch();
            }
            PreparedStatement forget = session.prepare(FORGET);
            forget.setLong(1, clock.instant().minus(KEPT).toEpochMilli() / MINUTE);
            forget.executeUpdate();
        } catch (SQLException e) {
            throw new UncategorizedSQLException("write attempts by minute", null, e);
        }
    }

    private void bind(PreparedStatement statement, Key key, Sums of) throws SQLException {
        statement.setString(1, key.destination());
        statement.setLong(2, key.minute());
        statement.setString(3, node);
        statement.setString(4, of.application);
        int parameter = 5;
        for (long count : of.counts) {
            statement.setLong(parameter++, count);
        }
        statement.setLong(parameter++, of.durationSum);
        statement.setLong(parameter, of.durationMax);
    }

    /** Whatever has not been written is written with the next transaction, the last of this node. */
    void hurry() {
        lastWrite = System.nanoTime() - INTERVAL.toNanos();
    }

    /** For tests: what would be lost in a crash now. */
    List<String> unwritten() {
        return new ArrayList<>(sums.keySet().stream().map(Key::destination).toList());
    }
}
