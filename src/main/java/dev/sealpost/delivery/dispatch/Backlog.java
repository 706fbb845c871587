package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.MadeDue;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tracks when the next row of each destination is due, as far as this node knows. Possibly too early, which costs a query,
 * never too late.
 */
@Component
public final class Backlog {

    /** Skip scan over the index, independent of the number of rows per destination. */
    private static final String FIRST_OF_EACH = """
            WITH RECURSIVE destination (id) AS (
                SELECT MIN(destination_id) FROM due_delivery
                UNION ALL
                SELECT (SELECT MIN(destination_id) FROM due_delivery WHERE destination_id > destination.id)
                FROM destination WHERE destination.id IS NOT NULL)
            SELECT id, (SELECT MIN(due_at) FROM due_delivery WHERE destination_id = id) AS due_at
            FROM destination WHERE id IS NOT NULL
            """;

    /**
     * Last row of each destination whose due time is a slot of the rate limiter and still to come. The bound keeps the index
     * scan short where many rows are due.
     */
    private static final String LAST_SLOT_OF_EACH = """
            WITH RECURSIVE destination (id) AS (
                SELECT MIN(destination_id) FROM due_delivery
                UNION ALL
                SELECT (SELECT MIN(destination_id) FROM due_delivery WHERE destination_id > destination.id)
                FROM destination WHERE destination.id IS NOT NULL)
            SELECT id, (SELECT due_at FROM due_delivery
                WHERE destination_id = id AND due_at > ? AND lease_token IS NULL
                    AND reason IN ('throttled', 'backlog', 'in-flight-cap', 'unsteady', 'node-busy')
                ORDER BY due_at DESC LIMIT 1) AS due_at
            FROM destination WHERE id IS NOT NULL
            """;

    private final RowClock clock;
    private final Map<DestinationId, Long> nextDue = new ConcurrentHashMap<>();
    private final Map<DestinationId, Instant> lastSlots = new ConcurrentHashMap<>();
    private final Set<DestinationId> changed = ConcurrentHashMap.newKeySet();

    public Backlog(RowClock clock) {
        this.clock = clock;
    }

    /**
     * Records a new row.
     *
     * @param dueAt due time by this node's clock
     */
    public void added(DestinationId destination, Instant dueAt) {
        changed.add(destination);
        nextDue.merge(destination, clock.of(dueAt).toEpochMilli(), Math::min);
    }

    /** Converts a due time in milliseconds since 1970 to nanoseconds from now; {@link Long#MAX_VALUE} when there is none. */
    long nanosUntil(OptionalLong dueAt) {
        return dueAt.isEmpty() ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(dueAt.getAsLong() - clock.millis());
    }

    /** Moves all due times forward after the database's clock was set back. */
    void bringForward(Duration by) {
        nextDue.replaceAll((destination, time) -> time - by.toMillis());
        lastSlots.replaceAll((destination, time) -> time.minus(by));
    }

    /** Records rows written by other components. */
    @EventListener
    void madeDue(MadeDue rows) {
        added(rows.destination(), rows.time());
    }

    /** Records the result of reading the rows, unless rows were added since {@link #startRead}. */
    void finishRead(DestinationId destination, OptionalLong next) {
        if (!changed.contains(destination)) {
            if (next.isPresent()) {
                nextDue.put(destination, next.getAsLong());
            } else {
                nextDue.remove(destination);
            }
        }
    }

    /** Starts reading the rows; {@link #finishRead} covers everything added before. */
    void startRead(DestinationId destination) {
        changed.remove(destination);
    }

    boolean isDue(DestinationId destination) {
        Long due = nextDue.get(destination);
        return due != null && due <= clock.millis();
    }

    List<DestinationId> due() {
        long now = clock.millis();
        List<DestinationId> due = new ArrayList<>();
        nextDue.forEach((destination, time) -> {
            if (time <= now) {
                due.add(destination);
            }
        });
        return due;
    }

    /** Returns the destinations with rows, as far as this node knows. */
    Set<DestinationId> destinations() {
        return Set.copyOf(nextDue.keySet());
    }

    /** Records the new last slot after rows were rescheduled. */
    void slotsEnd(DestinationId destination, Instant last) {
        lastSlots.put(destination, last);
    }

    /**
     * Returns when the last slot reserved at startup or by rescheduling is due, by this node's clock; the epoch when there is
     * none.
     */
    public Instant lastSlot(DestinationId destination) {
        return clock.onNode(lastSlots.getOrDefault(destination, Instant.EPOCH));
    }

    /** Loads the slots reserved by an earlier run, which fresh deliveries must not take. */
    public void loadSlots(JdbcClient reads) {
        Instant now = clock.instant();
        reads.sql(LAST_SLOT_OF_EACH).param(now.toEpochMilli()).query(row -> {
            Instant slot = Instant.ofEpochMilli(row.getLong("due_at"));
            if (slot.isAfter(now)) {
                lastSlots.put(new DestinationId(row.getString("id")), slot);
            }
        });
    }

    /** Loads rows written by other nodes. */
    void refresh(JdbcClient reads) {
        reads.sql(FIRST_OF_EACH).query(row -> {
            nextDue.merge(new DestinationId(row.getString("id")), row.getLong("due_at"), Math::min);
        });
    }
}
