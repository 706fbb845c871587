package dev.sealpost.eventtype;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.StoredValues;
import dev.sealpost.event.EventType;
import dev.sealpost.eventtype.EventTypeDefinition.Details;
import dev.sealpost.eventtype.EventTypeDefinition.TypeState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes rows of the table {@code event_type}. */
final class EventTypeRows {

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventTypeRows() {}

    static EventTypeDefinition read(ResultSet row) throws SQLException {
        return read(row, new StoredValues(row));
    }

    /** Reads a row; invalid columns get values that refuse no event. */
    static EventTypeDefinition read(ResultSet row, StoredValues values) throws SQLException {
        String schemas = row.getString("schemas");
        String mode = row.getString("schema_mode");
        return new EventTypeDefinition(
                new EventType(row.getString("id")),
                new Details(
                        values.text("description"),
                        values.optional("group_name"),
                        values.list("feature_flags", flag -> flag)),
                schemas == null
                        ? SchemaVersions.NONE
                        : values.read("schemas", () -> SchemaVersions.ofStored(tree(schemas)), SchemaVersions.NONE),
                values.read("schema_mode", () -> SchemaMode.of(mode), SchemaMode.OFF),
                new TypeState(
                        values.flag("archived", false),
                        values.flag("deprecated", false),
                        values.time("created_at"),
                        values.time("updated_at")));
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON", e);
        }
    }

    /** Inserts the row, or replaces one with the same name. */
    static void write(JdbcClient sql, EventTypeDefinition type, long version) {
        List<String> flags = type.details().featureFlags();
        sql.sql("""
                        INSERT INTO event_type (id, description, group_name, feature_flags, schemas, schema_mode,
                            archived, deprecated, created_at, updated_at, deleted_at, version)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)
                        ON CONFLICT (id) DO UPDATE SET description = excluded.description,
                            group_name = excluded.group_name, feature_flags = excluded.feature_flags,
                            schemas = excluded.schemas, schema_mode = excluded.schema_mode,
                            archived = excluded.archived, deprecated = excluded.deprecated,
                            created_at = excluded.created_at, updated_at = excluded.updated_at,
                            deleted_at = excluded.deleted_at, version = excluded.version
                        """)
                .param(type.type().name())
                .param(type.details().description())
                .param(type.details().group().orElse(null))
                .param(JsonColumns.text(flags))
                .param(schemas(type))
                .param(type.mode().word())
                .param(type.state().archived())
                .param(type.state().deprecated())
                .param(type.state().createdAt().toEpochMilli())
                .param(type.state().updatedAt().toEpochMilli())
                .param(version)
                .update();
    }

    private static @Nullable String schemas(EventTypeDefinition type) {
        return type.schemas().byNumber().isEmpty()
                ? null
                : type.schemas().json().toString();
    }
}
