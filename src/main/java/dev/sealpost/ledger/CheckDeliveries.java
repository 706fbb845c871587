package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.ledger.Finding.Discrepancy;
import dev.sealpost.ledger.Finding.Subject;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Compares events with the rows of their deliveries. Each destination needs a waiting row, a row of its end, or a successful
 * last attempt, and each row needs an event.
 */
final class CheckDeliveries {

    private static final String ATTEMPTS = "SELECT event_id, destination_id, application_id, outcome FROM attempt ";
    private static final String IN_ORDER = " ORDER BY event_id, destination_id, cycle, number";
    private static final String DUE = "SELECT event_id, destination_id, application_id FROM due_delivery ";
    private static final String ENDED = "SELECT event_id, destination_id, application_id FROM ended_delivery ";
    private static final int MOST_NAMES = 500;

    private final JdbcClient sql;
    private final Map<DeliveryKey, String> lastOutcomes = new HashMap<>();
    private final Set<DeliveryKey> waitingOrEnded = new HashSet<>();
    private final Map<EventId, Map<DeliveryKey, DeliveryRow>> found = new HashMap<>();

    private record DeliveryRow(ApplicationId application, String where) {}

    private CheckDeliveries(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Returns the findings about these events and about rows without an event.
     *
     * @param sql reads one snapshot of the database
     * @param rows rows to compare with, by {@code event_id}: at least those of the events
     */
    static List<Finding> check(JdbcClient sql, List<OwedEvent> events, Conditions rows) {
        CheckDeliveries check = new CheckDeliveries(sql);
        check.load(rows);
        List<Finding> findings = new ArrayList<>();
        for (OwedEvent event : events) {
            check.found.remove(event.id());
            for (DestinationId destination : event.destinations()) {
                check.check(event, new DeliveryKey(event.id(), destination), findings);
            }
        }
        check.checkOrphans(findings);
        return findings;
    }

    private void load(Conditions rows) {
        sql.sql(ATTEMPTS + rows.where() + IN_ORDER).params(rows.parameters()).query(row -> {
            String outcome = String.valueOf(row.getString("outcome"));
            note(row, "attempt", "an attempt").ifPresent(key -> lastOutcomes.put(key, outcome));
        });
        sql.sql(DUE + rows.where()).params(rows.parameters()).query(row -> {
            note(row, "due_delivery", "a row that waits").ifPresent(waitingOrEnded::add);
        });
        sql.sql(ENDED + rows.where()).params(rows.parameters()).query(row -> {
            note(row, "ended_delivery", "a row of its end").ifPresent(waitingOrEnded::add);
        });
    }

    private Optional<DeliveryKey> note(ResultSet row, String table, String where) throws SQLException {
        Optional<DeliveryKey> key = ReadableRows.read(row, table, "event_id", CheckDeliveries::key);
        DeliveryRow deliveryRow = new DeliveryRow(new ApplicationId(row.getString("application_id")), where);
        key.ifPresent(known ->
                found.computeIfAbsent(known.event(), first -> new HashMap<>()).putIfAbsent(known, deliveryRow));
        return key;
    }

    private static DeliveryKey key(ResultSet row) throws SQLException {
        return new DeliveryKey(
                new EventId(row.getString("event_id")), new DestinationId(row.getString("destination_id")));
    }

    private void check(OwedEvent event, DeliveryKey key, List<Finding> findings) {
        if (waitingOrEnded.contains(key)) {
            return;
        }
        String outcome = lastOutcomes.getOrDefault(key, "");
        if (outcome.isEmpty()) {
            findings.add(missing(event, key, "it has no attempt, no row that waits and no row of its end"));
        } else if (!outcome.equals("succeeded")) {
            findings.add(missing(
                    event,
                    key,
                    "its last attempt is " + outcome + ", and it has no row that waits and no row of its end"));
        }
    }

    private static Finding missing(OwedEvent event, DeliveryKey key, String detail) {
        return new Finding(Discrepancy.DELIVERY_MISSING, Subject.of(event.application(), key), detail);
    }

    private void checkOrphans(List<Finding> findings) {
        List<EventId> unknown = List.copyOf(found.keySet());
        for (int from = 0; from < unknown.size(); from += MOST_NAMES) {
            List<EventId> chunk = unknown.subList(from, Math.min(from + MOST_NAMES, unknown.size()));
            Set<EventId> existing = existing(chunk);
            for (EventId id : chunk) {
                if (!existing.contains(id)) {
                    found.getOrDefault(id, Map.of())
                            .forEach((key, row) -> findings.add(new Finding(
                                    Discrepancy.EVENT_MISSING,
                                    Subject.of(row.application(), key),
                                    "the delivery has " + row.where() + ", and its event is gone")));
                }
            }
        }
    }

    private Set<EventId> existing(List<EventId> ids) {
        Conditions conditions =
                new Conditions().andIn("id", ids.stream().map(EventId::value).toList());
        return sql
                .sql("SELECT id FROM event " + conditions.where())
                .params(conditions.parameters())
                .query((row, number) -> new EventId(row.getString("id")))
                .list()
                .stream()
                .collect(Collectors.toSet());
    }
}
