package dev.sealpost.endpoint;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.Snapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tracks failing endpoints and disables them, within the caller's transaction. */
public final class EndpointStatus {

    private EndpointStatus() {}

    /**
     * Endpoint without a success for a while.
     *
     * @param warned whether the warning was published
     */
    public record Failing(Instant since, boolean warned) {}

    /** Returns all failing endpoints. */
    public static Map<EndpointId, Failing> failing(JdbcClient sql) {
        Map<EndpointId, Failing> failing = new HashMap<>();
        sql.sql("SELECT endpoint_id, failing_since, warned FROM failing_endpoint")
                .query(row -> {
                    failing.put(
                            new EndpointId(row.getString("endpoint_id")),
                            new Failing(Instant.ofEpochMilli(row.getLong("failing_since")), row.getBoolean("warned")));
                });
        return failing;
    }

    /** Marks an endpoint as failing, unless it is already. */
    public static void begin(JdbcClient sql, EndpointId id, Instant since) {
        sql.sql("INSERT INTO failing_endpoint (endpoint_id, failing_since, warned) VALUES (?, ?, FALSE)"
                        + " ON CONFLICT (endpoint_id) DO NOTHING")
                .params(id.value(), since.toEpochMilli())
                .update();
    }

    /** Clears the mark after a success or when the endpoint is enabled. */
    public static void forget(JdbcClient sql, EndpointId id) {
        sql.sql("DELETE FROM failing_endpoint WHERE endpoint_id = ?")
                .param(id.value())
                .update();
    }

    /** Records the warning. Returns false when it was recorded before or the endpoint no longer fails. */
    public static boolean warn(JdbcClient sql, EndpointId id) {
        return sql.sql("UPDATE failing_endpoint SET warned = TRUE WHERE endpoint_id = ? AND NOT warned")
                        .param(id.value())
                        .update()
                > 0;
    }

    /** Returns whether it has been failing on all nodes since this time. */
    public static boolean hasFailedSince(JdbcClient sql, EndpointId id, Instant since) {
        return new Conditions()
                .and("endpoint_id = ?", id.value())
                .and("failing_since <= ?", since.toEpochMilli())
                .matchAnyOf(sql, "failing_endpoint");
    }

    /** Disables an endpoint. Returns false when it is disabled or deleted already. */
    public static boolean disable(JdbcClient sql, EndpointId id, DisableReason reason, Instant now) {
        forget(sql, id);
        return sql.sql("""
                        UPDATE endpoint
                        SET disabled = TRUE, disabled_reason = :reason, updated_at = :now, version = :version
                        WHERE id = :id AND NOT disabled AND deleted_at IS NULL
                        """)
                        .param("reason", reason.word())
                        .param("now", now.toEpochMilli())
                        .param("version", Snapshots.nextVersion(sql))
                        .param("id", id.value())
                        .update()
                > 0;
    }
}
