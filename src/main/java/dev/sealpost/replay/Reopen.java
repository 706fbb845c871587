package dev.sealpost.replay;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.record.LedgerCounts;
import dev.sealpost.event.EventId;
import dev.sealpost.node.NodeName;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reopens deliveries in the caller's transaction: ended ones get a new cycle of attempts, and waiting ones are due now.
 * Leased ones are unchanged.
 */
@Component
public class Reopen {

    /**
     * Age of an event after which a delivery without records is not at its first attempt, which gets a row after a second,
     * but has lost its records to retention.
     */
    private static final Duration FIRST_ATTEMPT = Duration.ofHours(1);

    /** SQL condition: event {@code e} was owed to the destination when it was accepted. */
    static final String OWED_FROM_THE_START = "replace(' ' || e.destinations || ' ', ' ' || :destination || ' ', '')"
            + " <> ' ' || e.destinations || ' '";

    private static final String OPEN = """
            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number, triggered_by, due_at,
                reason, fault_count, lease_token, lease_count)
            SELECT e.id, :destination, e.application_id,
                1 + (SELECT MAX(past.cycle) FROM (
                    SELECT a.cycle FROM attempt a WHERE a.event_id = e.id AND a.destination_id = :destination
                    UNION ALL
                    SELECT d.cycle FROM ended_delivery d WHERE d.event_id = e.id AND d.destination_id = :destination
                    UNION ALL
                    SELECT CASE WHEN %1$s THEN 1 ELSE 0 END) past),
                1, 'manual', :now, 'replay', 0, NULL, 0
            FROM event e
            WHERE e.id IN (:events) AND e.payload_removed_at IS NULL
                AND NOT EXISTS (
                    SELECT 1 FROM due_delivery w WHERE w.event_id = e.id AND w.destination_id = :destination)
                AND (COALESCE(e.strayed_at, e.created_at) < :settled OR NOT (%1$s)
                    OR EXISTS (SELECT 1 FROM attempt a WHERE a.event_id = e.id AND a.destination_id = :destination)
                    OR EXISTS (
                        SELECT 1 FROM ended_delivery d WHERE d.event_id = e.id AND d.destination_id = :destination))
            ON CONFLICT DO NOTHING
            RETURNING event_id, application_id
            """.formatted(OWED_FROM_THE_START);

    private static final String FORGET_END =
            "DELETE FROM ended_delivery WHERE destination_id = :destination AND event_id IN (:events)";
    private static final String HASTEN = """
            UPDATE due_delivery SET triggered_by = 'manual', due_at = CASE WHEN due_at < :now THEN due_at ELSE :now END
            WHERE destination_id = :destination AND event_id IN (:events) AND lease_token IS NULL
            """;

    private final NodeName node;
    private final Clock clock;

    /** @param clock clock that decides when rows are due */
    public Reopen(NodeName node, @Qualifier("rowClock") Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    /**
     * Result by number of deliveries.
     *
     * @param opened deliveries with a new cycle
     * @param hastened waiting deliveries that are due now
     * @param left deliveries being attempted or without a payload
     */
    record Reopened(int opened, int hastened, int left) {}

    private record Opened(EventId event, ApplicationId application) {}

    Reopened reopen(JdbcClient sql, DestinationId destination, Collection<EventId> events) {
        Instant now = clock.instant();
        if (events.isEmpty()) {
            return new Reopened(0, 0, 0);
        }
        List<Opened> opened = open(sql, destination, events, now);
        Set<EventId> rest = new HashSet<>(events);
        opened.forEach(each -> rest.remove(each.event()));
        int hastened = rest.isEmpty() ? 0 : hasten(sql, destination, rest, now);
        return new Reopened(opened.size(), hastened, rest.size() - hastened);
    }

    private List<Opened> open(JdbcClient sql, DestinationId destination, Collection<EventId> events, Instant now) {
        List<Opened> opened = sql.sql(OPEN)
                .param("destination", destination.value())
                .param("events", values(events))
                .param("now", now.toEpochMilli())
                .param("settled", now.minus(FIRST_ATTEMPT).toEpochMilli())
                .query((row, number) -> new Opened(
                        new EventId(row.getString("event_id")), new ApplicationId(row.getString("application_id"))))
                .list();
        if (!opened.isEmpty()) {
            sql.sql(FORGET_END)
                    .param("destination", destination.value())
                    .param("events", values(opened.stream().map(Opened::event).toList()))
                    .update();
            LedgerCounts ledger = new LedgerCounts(node.value());
            opened.forEach(each -> ledger.add(each.application(), LedgerCounts.Count.OWED, 1));
            ledger.write(sql, now);
        }
        return opened;
    }

    private static int hasten(JdbcClient sql, DestinationId destination, Collection<EventId> events, Instant now) {
        return sql.sql(HASTEN)
                .param("destination", destination.value())
                .param("events", values(events))
                .param("now", now.toEpochMilli())
                .update();
    }

    private static List<String> values(Collection<EventId> events) {
        return events.stream().map(EventId::value).toList();
    }
}
