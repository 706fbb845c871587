package dev.sealpost.subscription;

import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.Snapshots;
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

/** The routes that start {@code from: event:}, kept in the database so that they are owed events even while broken. */
@Component
public class RouteDestinations implements Snapshot {

    private final Map<DestinationId, RouteSubscription> active = new ConcurrentHashMap<>();

    /** Those that are owed events. */
    Collection<RouteSubscription> active() {
        return active.values();
    }

    public boolean isActive(DestinationId id) {
        return active.containsKey(id);
    }

    /** Makes the route a destination from the next event on, or changes what it wants; nothing when it is so already. */
    public static void register(JdbcClient sql, RouteSubscription subscription) {
        if (!activeRow(sql, subscription.destination()).equals(Optional.of(subscription))) {
            store(sql, subscription, false);
        }
    }

    /** Keeps the route, but gives it no further events; what it is owed waits. */
    public static void retire(JdbcClient sql, DestinationId id) {
        if (activeRow(sql, id).isEmpty()) {
            return;
        }
        sql.sql("UPDATE route_destination SET retired = TRUE, version = :version WHERE id = :id AND NOT retired")
                .param("version", Snapshots.nextVersion(sql))
                .param("id", id.value())
                .update();
    }

    private static Optional<RouteSubscription> activeRow(JdbcClient sql, DestinationId id) {
        return sql.sql("SELECT * FROM route_destination WHERE id = ? AND NOT retired")
                .param(id.value())
                .query((row, number) -> subscription(row))
                .optional();
    }

    private static RouteSubscription subscription(ResultSet row) throws SQLException {
        return new RouteSubscription(
                new DestinationId(row.getString("id")),
                new EventTypePattern(
                        JsonColumns.list(row.getString("event_types")).getFirst()),
                Optional.ofNullable(row.getString("application")));
    }

    private static void store(JdbcClient sql, RouteSubscription subscription, boolean retired) {
        sql.sql("""
                        INSERT INTO route_destination (id, event_types, application, retired, version)
                        VALUES (:id, :types, :application, :retired, :version)
                        ON CONFLICT (id) DO UPDATE SET event_types = excluded.event_types,
                            application = excluded.application, retired = excluded.retired, version = excluded.version
                        """)
                .param("id", subscription.destination().value())
                .param(
                        "types",
                        JsonColumns.text(List.of(subscription.eventTypes().expression())))
                .param("application", subscription.application().orElse(null))
                .param("retired", retired)
                .param("version", Snapshots.nextVersion(sql))
                .update();
    }

    @Override
    public void load(JdbcClient sql, long after) {
        sql.sql("SELECT * FROM route_destination WHERE version > ? ORDER BY version")
                .param(after)
                .query(row -> {
                    DestinationId id = new DestinationId(row.getString("id"));
                    if (row.getBoolean("retired")) {
                        active.remove(id);
                    } else {
                        active.put(id, subscription(row));
                    }
                });
    }
}
