package dev.sealpost.subscription;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.SnapshotRows;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.StoredValues;
import dev.sealpost.event.EventTypePattern;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Routes that start with {@code from: event:}, stored in the database so that they are owed events even while broken. */
@Component
public class RouteDestinations implements Snapshot {

    private final SnapshotRows rows = new SnapshotRows("route_destination", "id", this::read);
    private final Map<DestinationId, RouteSubscription> active = new ConcurrentHashMap<>();

    /** Returns the routes that receive events. */
    Collection<RouteSubscription> active() {
        return active.values();
    }

    public boolean isActive(DestinationId id) {
        return active.containsKey(id);
    }

    /** Registers a route from the next event on, or changes its subscription if different. */
    public static void register(JdbcClient sql, RouteSubscription subscription) {
        if (!activeRow(sql, subscription.destination()).equals(Optional.of(subscription))) {
            store(sql, subscription);
        }
    }

    /** Retires a route: it receives no further events, and pending deliveries wait. */
    public static void retire(JdbcClient sql, DestinationId id) {
        boolean isActive =
                new Conditions().and("id = ?", id.value()).and("NOT retired").matchAnyOf(sql, "route_destination");
        if (!isActive) {
            return;
        }
        sql.sql("UPDATE route_destination SET retired = TRUE, version = :version WHERE id = :id AND NOT retired")
                .param("version", Snapshots.nextVersion(sql))
                .param("id", id.value())
                .update();
    }

    /** Returns the active row; empty also when it is unreadable, so that it is rewritten. */
    private static Optional<RouteSubscription> activeRow(JdbcClient sql, DestinationId id) {
        return sql.sql("SELECT * FROM route_destination WHERE id = ? AND NOT retired")
                .param(id.value())
                .query((row, number) -> subscription(row, new StoredValues(row)))
                .optional()
                .flatMap(subscription -> subscription);
    }

    private static Optional<RouteSubscription> subscription(ResultSet row, StoredValues values) throws SQLException {
        String id = row.getString("id");
        String types = row.getString("event_types");
        Optional<String> application = values.optional("application");
        return values.read(
                "event_types",
                () -> Optional.of(new RouteSubscription(
                        new DestinationId(id),
                        new EventTypePattern(JsonColumns.list(types).getFirst()),
                        application)),
                Optional.empty());
    }

    private static void store(JdbcClient sql, RouteSubscription subscription) {
        sql.sql("""
                        INSERT INTO route_destination (id, event_types, application, retired, version)
                        VALUES (:id, :types, :application, FALSE, :version)
                        ON CONFLICT (id) DO UPDATE SET event_types = excluded.event_types,
                            application = excluded.application, retired = excluded.retired, version = excluded.version
                        """)
                .param("id", subscription.destination().value())
                .param(
                        "types",
                        JsonColumns.text(List.of(subscription.eventTypes().expression())))
                .param("application", subscription.application().orElse(null))
                .param("version", Snapshots.nextVersion(sql))
                .update();
    }

    @Override
    public Optional<SnapshotRows> rows() {
        return Optional.of(rows);
    }

    /** Reads a row; an unreadable one keeps its known state until its route is loaded. */
    private Optional<String> read(ResultSet row) throws SQLException {
        DestinationId id = new DestinationId(row.getString("id"));
        StoredValues values = new StoredValues(row);
        if (values.flag("retired", false)) {
            active.remove(id);
        } else {
            subscription(row, values).ifPresent(subscription -> active.put(id, subscription));
        }
        return values.fault();
    }
}
