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

/** When the next row of each destination is due, as far as this node knows. May be early, which costs a look; not late. */
public final class Backlog {

    /** Steps from one destination to the next in the index, whatever the number of rows of each. */
    private static final String FIRST_OF_EACH = """
            WITH RECURSIVE destination (id) AS (
                SELECT MIN(destination_id) FROM due_delivery
                UNION ALL
                SELECT (SELECT MIN(destination_id) FROM due_delivery WHERE destination_id > destination.id)
                FROM destination WHERE destination.id IS NOT NULL)
            SELECT id, (SELECT MIN(due_at) FROM due_delivery WHERE destination_id = id) AS due_at
            FROM destination WHERE id IS NOT NULL
            """;

    /** Rows that a throttle gave a turn, by the last of each destination. */
    private static final String LAST_TURN_OF_EACH = """
            WITH RECURSIVE destination (id) AS (
                SELECT MIN(destination_id) FROM due_delivery
                UNION ALL
                SELECT (SELECT MIN(destination_id) FROM due_delivery WHERE destination_id > destination.id)
                FROM destination WHERE destination.id IS NOT NULL)
            SELECT id, (SELECT due_at FROM due_delivery
                WHERE destination_id = id AND lease_token IS NULL
                    AND reason IN ('throttled', 'backlog', 'in-flight-cap', 'unsteady', 'node-busy')
                ORDER BY due_at DESC LIMIT 1) AS due_at
            FROM destination WHERE id IS NOT NULL
            """;

    private final RowClock clock;
    private final Map<DestinationId, Long> nextDue = new ConcurrentHashMap<>();
    private final Map<DestinationId, Instant> lastTurns = new ConcurrentHashMap<>();
    private final Set<DestinationId> changed = ConcurrentHashMap.newKeySet();

    public Backlog(RowClock clock) {
        this.clock = clock;
    }

    /**
     * A row was written.
     *
     * @param dueAt by this node's clock
     */
    public void added(DestinationId destination, Instant dueAt) {
        changed.add(destination);
        nextDue.merge(destination, clock.of(dueAt).toEpochMilli(), Math::min);
    }

    /** In how many nanoseconds a row is due, by its time in milliseconds since 1970; without end when there is none. */
    long nanosUntil(OptionalLong dueAt) {
        return dueAt.isEmpty() ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(dueAt.getAsLong() - clock.millis());
    }

    /** The rows that wait for their time are due this much earlier. */
    void bringForward(Duration by) {
        nextDue.replaceAll((destination, time) -> time - by.toMillis());
        lastTurns.replaceAll((destination, time) -> time.minus(by));
    }

    /** Rows were written by somebody who does not hold this. */
    @EventListener
    void madeDue(MadeDue rows) {
        added(rows.destination(), rows.time());
    }

    /** The rows were looked at; what was added meanwhile is kept. */
    void looked(DestinationId destination, OptionalLong next) {
        if (!changed.contains(destination)) {
            if (next.isPresent()) {
                nextDue.put(destination, next.getAsLong());
            } else {
                nextDue.remove(destination);
            }
        }
    }

    /** From here on, {@link #looked} speaks of everything that was added before. */
    void lookingAt(DestinationId destination) {
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

    /** Those that have rows, as far as this node knows. */
    Set<DestinationId> destinations() {
        return Set.copyOf(nextDue.keySet());
    }

    /** The rows that have a turn were given others: the last of them is due then. */
    void turnsEnd(DestinationId destination, Instant last) {
        lastTurns.put(destination, last);
    }

    /**
     * When the last of the rows is due that had a turn when this node started, or when they were given others, by its clock;
     * long ago when there is none.
     */
    public Instant lastTurn(DestinationId destination) {
        return clock.onNode(lastTurns.getOrDefault(destination, Instant.EPOCH));
    }

    /** Learns of rows of an earlier run that have their turn, which what is fresh now must not take. */
    public void learnTurns(JdbcClient reads) {
        Instant now = clock.instant();
        reads.sql(LAST_TURN_OF_EACH).query(row -> {
            Instant turn = Instant.ofEpochMilli(row.getLong("due_at"));
            if (turn.isAfter(now)) {
                lastTurns.put(new DestinationId(row.getString("id")), turn);
            }
        });
    }

    /** Learns of rows that others wrote. */
    void refresh(JdbcClient reads) {
        reads.sql(FIRST_OF_EACH).query(row -> {
            nextDue.merge(new DestinationId(row.getString("id")), row.getLong("due_at"), Math::min);
        });
    }
}
