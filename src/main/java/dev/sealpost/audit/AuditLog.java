package dev.sealpost.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.identifier.Ksuid;
import dev.sealpost.node.NodeName;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Writes the audit log. */
@Component
public class AuditLog {

    static final String PREFIX = "audit_";

    private final NodeName node;
    private final Clock clock;

    AuditLog(NodeName node, Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    /**
     * Records a change by the {@linkplain CurrentActor current actor} in the transaction that makes it.
     *
     * @param sql of that transaction
     */
    public void record(JdbcClient sql, Change change) {
        Actor actor = CurrentActor.get();
        Change.AuditedObject object = change.object();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        sql.sql("""
                        INSERT INTO audit_entry (id, created_at, node, actor_kind, actor_id, actor_name, address,
                            action, object_kind, object_id, application_id, state_before, state_after)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        PREFIX + Ksuid.at(now),
                        now.toEpochMilli(),
                        node.value(),
                        actor.kind().word(),
                        actor.id(),
                        actor.name(),
                        actor.address().orElse(null),
                        change.action(),
                        object.kind(),
                        object.id(),
                        object.application().orElse(null),
                        text(change.before().orElse(null)),
                        text(change.after().orElse(null)))
                .update();
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }
}
