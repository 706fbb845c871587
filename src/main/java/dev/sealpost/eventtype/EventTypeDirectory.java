package dev.sealpost.eventtype;

import dev.sealpost.database.Snapshot;
import dev.sealpost.database.SnapshotRows;
import dev.sealpost.database.StoredValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** All event types that are neither archived nor deleted, in memory, with their schemas compiled. */
@Component
public class EventTypeDirectory implements Snapshot {

    private final SnapshotRows rows = new SnapshotRows("event_type", "id", this::read);
    private final Map<String, KnownType> byName = new ConcurrentHashMap<>();

    /**
     * Event type in use.
     *
     * @param schema the latest version; empty if there is none or the mode is off
     */
    record KnownType(SchemaMode mode, Optional<CompiledSchema> schema) {}

    Optional<KnownType> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    @Override
    public Optional<SnapshotRows> rows() {
        return Optional.of(rows);
    }

    /** Reads an event type; one with an invalid schema refuses nothing until it is repaired. */
    private Optional<String> read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        EventTypeDefinition type = EventTypeRows.read(row, values);
        String name = type.type().name();
        if (values.isDeleted() || type.state().archived()) {
            byName.remove(name);
            return values.fault();
        }
        Optional<CompiledSchema> schema = type.mode() == SchemaMode.OFF
                ? Optional.empty()
                : values.read("schemas", () -> type.schemas().latest().map(CompiledSchema::of), Optional.empty());
        byName.put(name, new KnownType(type.mode(), schema));
        return values.fault();
    }
}
