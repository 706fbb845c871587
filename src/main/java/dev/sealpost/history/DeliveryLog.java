package dev.sealpost.history;

import dev.sealpost.database.Conditions;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore.Narrowing;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What became of the deliveries of messages: a delivery has rows of attempts, and one more while it waits or after it failed. */
@Component
public class DeliveryLog {

    private static final String OWED = "(' ' || event.destinations || ' ' LIKE ? ESCAPE '\\' OR " + attempt("") + ")";
    private static final String CANCELLED = "cancelled";

    private final JdbcClient reads;

    DeliveryLog(JdbcClient reads) {
        this.reads = reads;
    }

    /**
     * State of a delivery.
     *
     * @param nextAttempt time of the next attempt; empty: none is planned
     */
    public record RecordedState(DeliveryStatus status, Optional<Instant> nextAttempt) {

        private static final RecordedState UNRECORDED = new RecordedState(DeliveryStatus.PENDING, Optional.empty());
    }

    /** Returns the state of the delivery of each event to a destination that it is owed to. */
    public Map<EventId, RecordedState> states(DestinationId destination, List<EventId> events) {
        if (events.isEmpty()) {
            return Map.of();
        }
        Conditions rows = new Conditions()
                .and("destination_id = ?", destination.value())
                .andIn("event_id", events.stream().map(EventId::value).toList());
        Map<String, RecordedState> found = states(rows, "event_id");
        Map<EventId, RecordedState> states = new HashMap<>();
        events.forEach(event -> states.put(event, found.getOrDefault(event.value(), RecordedState.UNRECORDED)));
        return states;
    }

    /** Returns the state of the delivery of an event to each destination that it is or was owed to. */
    public Map<DestinationId, RecordedState> states(EventId event) {
        Map<DestinationId, RecordedState> states = new HashMap<>();
        reads
                .sql("SELECT destinations FROM event WHERE id = ?")
                .param(event.value())
                .query(String.class)
                .list()
                .stream()
                .flatMap(ids -> Stream.of(ids.split(" ")))
                .filter(id -> !id.isEmpty())
                .forEach(id -> states.put(new DestinationId(id), RecordedState.UNRECORDED));
        states(new Conditions().and("event_id = ?", event.value()), "destination_id")
                .forEach((id, state) -> states.put(new DestinationId(id), state));
        return states;
    }

    /** Reads the rows of attempts first, then those that count more. */
    private Map<String, RecordedState> states(Conditions rows, String key) {
        Map<String, RecordedState> states = new HashMap<>();
        read(
                "SELECT " + key + ", MAX(CASE WHEN outcome = 'succeeded' THEN 1 ELSE 0 END) AS succeeded FROM attempt "
                        + rows.where() + " GROUP BY " + key,
                rows,
                row -> states.put(
                        row.getString(key),
                        ended(row.getInt("succeeded") == 1 ? DeliveryStatus.SUCCESS : DeliveryStatus.FAIL)));
        read(
                "SELECT " + key + ", ending FROM ended_delivery " + rows.where(),
                rows,
                row -> states.put(
                        row.getString(key),
                        ended(
                                row.getString("ending").equals(CANCELLED)
                                        ? DeliveryStatus.CANCELED
                                        : DeliveryStatus.FAIL)));
        read(
                "SELECT " + key + ", due_at, lease_token FROM due_delivery " + rows.where(),
                rows,
                row -> states.put(row.getString(key), due(row)));
        return states;
    }

    private static RecordedState ended(DeliveryStatus status) {
        return new RecordedState(status, Optional.empty());
    }

    private static RecordedState due(ResultSet row) throws SQLException {
        return row.getString("lease_token") == null
                ? new RecordedState(DeliveryStatus.PENDING, Optional.of(Instant.ofEpochMilli(row.getLong("due_at"))))
                : new RecordedState(DeliveryStatus.SENDING, Optional.empty());
    }

    /** Handles one row. */
    private interface ReadRow {
        void read(ResultSet row) throws SQLException;
    }

    private void read(String query, Conditions rows, ReadRow read) {
        reads.sql(query).params(rows.parameters()).query(row -> {
            read.read(row);
        });
    }

    /** Returns the condition that an event is or was owed to a destination, and that its delivery has this status. */
    public static Narrowing owedTo(DestinationId destination, Optional<DeliveryStatus> status) {
        String id = destination.value();
        String pattern = "% " + id.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + " %";
        return conditions -> {
            conditions.and(OWED, pattern, id);
            status.ifPresent(wanted -> limit(conditions, wanted, id));
        };
    }

    private static void limit(Conditions conditions, DeliveryStatus status, String id) {
        String due = row("due_delivery", "");
        String ended = row("ended_delivery", "");
        String attempt = attempt("");
        String succeeded = attempt(" AND r.outcome = 'succeeded'");
        switch (status) {
            case SUCCESS -> all(conditions, id, "NOT " + due, "NOT " + ended, succeeded);
            case PENDING ->
                conditions.and(
                        "(" + row("due_delivery", " AND r.lease_token IS NULL") + " OR (NOT " + due + " AND NOT "
                                + ended + " AND NOT " + attempt + "))",
                        id,
                        id,
                        id,
                        id);
            case FAIL ->
                conditions.and(
                        "(NOT " + due + " AND (" + row("ended_delivery", " AND r.ending <> 'cancelled'") + " OR (NOT "
                                + ended + " AND " + attempt + " AND NOT " + succeeded + ")))",
                        id,
                        id,
                        id,
                        id,
                        id);
            case SENDING -> all(conditions, id, row("due_delivery", " AND r.lease_token IS NOT NULL"));
            case CANCELED -> all(conditions, id, "NOT " + due, row("ended_delivery", " AND r.ending = 'cancelled'"));
        }
    }

    private static void all(Conditions conditions, String id, String... each) {
        List<String> parts = new ArrayList<>(List.of(each));
        parts.forEach(part -> conditions.and(part, id));
    }

    private static String attempt(String more) {
        return row("attempt", more);
    }

    private static String row(String table, String more) {
        return "EXISTS (SELECT 1 FROM " + table + " r WHERE r.event_id = event.id AND r.destination_id = ?" + more
                + ")";
    }
}
