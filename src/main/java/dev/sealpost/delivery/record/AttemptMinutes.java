package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
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
 * Counts attempts by minute and destination, and writes the sums every few seconds within a transaction of the recorder.
 * Confined to the recorder's thread. A crash loses only the sums of those seconds: the ledger counts deliveries
 * independently.
 */
public final class AttemptMinutes {

    static final Duration RETENTION = Duration.ofHours(48);

    /** Destinations with their own row in a minute; the others share one. */
    static final int MOST_DESTINATIONS = 500;

    static final String OTHERS = "*";

    private static final Logger LOG = LoggerFactory.getLogger(AttemptMinutes.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final long MINUTE = Duration.ofMinutes(1).toMillis();

    private static final int LATE_MINUTES = 5;

    /** Position of the counts after those of {@link DeliveryMetrics#OUTCOMES}, in the order of the columns. */
    private static final int DEAD = DeliveryMetrics.OUTCOMES.size();

    private static final int CANCELLED = DEAD + 1;
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

    /** Deletes the two oldest minutes at a time, to keep the transaction short. */
    private static final String DELETE_OLD = """
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
        private final long[] counts = new long[CANCELLED + 1];
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

    /** Counts committed facts; called after a commit. */
    void add(List<Committed> facts) {
        if (written) {
            sums.clear();
            written = false;
        }
        for (Committed fact : facts) {
            if (fact instanceof Committed.Settled(InFlight inFlight, Result result)) {
                Delivery delivery = inFlight.delivery();
                switch (result) {
                    case Result.Made(Attempted attempted)
                    when inFlight.batch().isPresent() -> add(inFlight.batch().get(), attempted);
                    case Result.Made(Attempted attempted) -> add(delivery, attempted);
                    case Result.Cancelled cancelled -> sums(delivery, clock.millis() / MINUTE).counts[CANCELLED]++;
                    case Result.Faulted faulted -> {}
                    case Result.Deferred deferred -> {}
                    case Result.Expired expired -> {}
                }
            }
        }
    }

    /** A batch of more than one is halved instead of ending. */
    private void add(DeliveryBatch batch, Attempted attempted) {
        Attempted counted =
                batch.isDivisible() ? attempted.followedBy(new NextStep.RetryAt(attempted.endedAt())) : attempted;
        batch.deliveries().forEach(delivery -> add(delivery, counted));
    }

    private void add(Delivery delivery, Attempted attempted) {
        long millis = attempted.duration().toMillis();
        Sums target = sums(delivery, (attempted.startedAt().toEpochMilli() + millis) / MINUTE);
        target.counts[DeliveryMetrics.OUTCOMES.indexOf(attempted.outcome().word())]++;
        target.durationSum += millis;
        target.durationMax = Math.max(target.durationMax, millis);
        switch (attempted.next()) {
            case NextStep.Exhaust exhaust -> target.counts[DEAD]++;
            case NextStep.DisableEndpoint disable -> target.counts[DEAD]++;
            case NextStep.Settle settle -> {}
            case NextStep.RetryAt retry -> {}
        }
    }

    private Sums sums(Delivery delivery, long minute) {
        // Attempts of neighbouring minutes are mixed; a larger step means that the clock was set back.
        if (minute > newestMinute || minute < newestMinute - LATE_MINUTES) {
            newestMinute = minute;
            withOwnRow.clear();
        }
        String id = delivery.destination().value();
        boolean isOwn = withOwnRow.contains(id) || (withOwnRow.size() < MOST_DESTINATIONS && withOwnRow.add(id));
        // A route receives events of many applications.
        String application = isOwn && !delivery.destination().isRoute()
                ? delivery.event().application().value()
                : OTHERS;
        return sums.computeIfAbsent(new Key(minute, isOwn ? id : OTHERS), key -> new Sums(application));
    }

    /** Writes the sums if the interval has passed; called before a commit. Keeps them until the commit succeeds. */
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
            // Deliveries must not depend on this table.
            LOG.warn("recorder.minute-counts-lost destinations={} reason={}", sums.size(), e.toString());
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
            session.update(DELETE_OLD, clock.instant().minus(RETENTION).toEpochMilli() / MINUTE);
        } catch (SQLException e) {
            throw new UncategorizedSQLException("write attempts by minute", null, e);
        }
    }

    private void bind(PreparedStatement statement, Key key, Sums target) throws SQLException {
        statement.setString(1, key.destination());
        statement.setLong(2, key.minute());
        statement.setString(3, node);
        statement.setString(4, target.application);
        int parameter = 5;
        for (long count : target.counts) {
            statement.setLong(parameter++, count);
        }
        statement.setLong(parameter++, target.durationSum);
        statement.setLong(parameter, target.durationMax);
    }

    /** Makes the next transaction write the sums, because it is the last of this node. */
    void flushNext() {
        lastWrite = System.nanoTime() - INTERVAL.toNanos();
    }

    /** For tests: returns the destinations of the sums not yet written. */
    List<String> unwritten() {
        return new ArrayList<>(sums.keySet().stream().map(Key::destination).toList());
    }
}
