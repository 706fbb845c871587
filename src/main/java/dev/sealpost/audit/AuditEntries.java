package dev.sealpost.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sealpost.audit.Actor.ActorKind;
import dev.sealpost.audit.Change.AuditedObject;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads the audit log. */
@Component
public class AuditEntries {

    private static final JsonMapper JSON = new JsonMapper();

    private final JdbcClient reads;

    AuditEntries(JdbcClient reads) {
        this.reads = reads;
    }

    /**
     * Wanted entries; empty: any.
     *
     * @param objectKind such as {@code endpoint}
     * @param application id of the application that owns the object
     * @param action such as {@code endpoint.update}
     * @param actor id of the actor
     */
    public record AuditQuery(
            Optional<String> objectKind,
            Optional<String> object,
            Optional<String> application,
            Optional<String> action,
            Optional<String> actor,
            Optional<Instant> after,
            Optional<Instant> before) {}

    /** Lists entries by time. */
    public Page<AuditEntry> list(AuditQuery query, PageRequest request) {
        Conditions conditions = new Conditions();
        query.objectKind().ifPresent(kind -> conditions.and("object_kind = ?", kind));
        query.object().ifPresent(id -> conditions.and("object_id = ?", id));
        query.application().ifPresent(id -> conditions.and("application_id = ?", id));
        query.action().ifPresent(action -> conditions.and("action = ?", action));
        query.actor().ifPresent(id -> conditions.and("actor_id = ?", id));
        query.after().ifPresent(time -> conditions.and("created_at > ?", time.toEpochMilli()));
        query.before().ifPresent(time -> conditions.and("created_at < ?", time.toEpochMilli()));
        return conditions.page(reads, "audit_entry", "created_at", request, (row, number) -> read(row));
    }

    public Optional<AuditEntry> find(String id) {
        return reads.sql("SELECT * FROM audit_entry WHERE id = ?")
                .param(id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** Returns the position of an entry in a list. */
    public static Position position(AuditEntry entry) {
        return new Position(entry.time(), entry.id());
    }

    private static AuditEntry read(ResultSet row) throws SQLException {
        Actor actor = new Actor(
                ActorKind.valueOf(row.getString("actor_kind").toUpperCase(Locale.ROOT)),
                row.getString("actor_id"),
                row.getString("actor_name"),
                Optional.ofNullable(row.getString("address")));
        AuditedObject object = new AuditedObject(
                row.getString("object_kind"),
                row.getString("object_id"),
                Optional.ofNullable(row.getString("application_id")));
        return new AuditEntry(
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                row.getString("node"),
                actor,
                new Change(
                        row.getString("action"),
                        object,
                        json(row.getString("state_before")),
                        json(row.getString("state_after"))));
    }

    /** Reads a state; shows an unreadable one as it is, because an entry must not hide the others. */
    private static Optional<JsonNode> json(@Nullable String text) {
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.of(new TextNode(text));
        }
    }
}
