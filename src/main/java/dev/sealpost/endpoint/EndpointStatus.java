package dev.sealpost.endpoint;

import dev.sealpost.database.Snapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which endpoints have nothing but failures, and switching them off; within the caller's transaction. */
public final class EndpointStatus {

    private EndpointStatus() {}

    /**
     * An endpoint that has had nothing but failures for a while.
     *
     * @param warned whether its user has been told
     */
    public record Failing(Instant since, boolean warned) {}

    /** All that fail. */
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

    /** From now on it fails; where another node said so before, that stays. */
    public static void begin(JdbcClient sql, EndpointId id, Instant since) {
        sql.sql("INSERT INTO failing_endpoint (endpoint_id, failing_since, warned) VALUES (?, ?, FALSE)"
                        + " ON CONFLICT (endpoint_id) DO NOTHING")
                .params(id.value(), since.toEpochMilli())
                .update();
    }

    /** It has had a success, or is given a new start. */
    public static void forget(JdbcClient sql, EndpointId id) {
        sql.sql("DELETE FROM failing_endpoint WHERE endpoint_id = ?")
                .param(id.value())
                .update();
    }

    /** Notes that its user is told; false when that has been done, or it fails no more. */
    public static boolean warn(JdbcClient sql, EndpointId id) {
        return sql.sql("UPDATE failing_endpoint SET warned = TRUE WHERE endpoint_id = ? AND NOT warned")
                        .param(id.value())
                        .update()
                > 0;
    }

    /** Whether it has failed since then or longer, as far as every node knows. */
    public static boolean hasFailedSince(JdbcClient sql, EndpointId id, Instant since) {
        return sql.sql("SELECT COUNT(*) FROM failing_endpoint WHERE endpoint_id = ? AND failing_since <= ?")
                        .params(id.value(), since.toEpochMilli())
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** False when it is disabled already, or not there. */
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
