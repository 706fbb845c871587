package dev.sealpost.eventtype;

import dev.sealpost.audit.AuditLog;
import dev.sealpost.audit.Change;
import dev.sealpost.audit.Change.AuditedObject;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.Writes;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Event types in the database. */
@Component
public class EventTypeStore {

    private final Writes writes;
    private final JdbcClient reads;
    private final AuditLog audit;
    private final Clock clock;

    EventTypeStore(Writes writes, JdbcClient reads, AuditLog audit, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.audit = audit;
        this.clock = clock;
    }

    public Optional<EventTypeDefinition> find(String name) {
        return find(reads, name);
    }

    private static Optional<EventTypeDefinition> find(JdbcClient sql, String name) {
        return sql.sql("SELECT * FROM event_type WHERE id = ? AND deleted_at IS NULL")
                .param(name)
                .query((row, number) -> EventTypeRows.read(row))
                .optional();
    }

    /** Lists event types by time of creation. */
    public Page<EventTypeDefinition> list(boolean withArchived, PageRequest request) {
        Conditions conditions = new Conditions().and("deleted_at IS NULL");
        if (!withArchived) {
            conditions.and("NOT archived");
        }
        return conditions.page(reads, "event_type", "created_at", request, (row, number) -> EventTypeRows.read(row));
    }

    /** Returns the position of an event type in a list. */
    public static Position position(EventTypeDefinition type) {
        return new Position(type.state().createdAt(), type.type().name());
    }

    /**
     * Stores an event type, made from the one with this name if there is one. Does nothing if the function returns empty.
     *
     * @param change receives the present event type
     */
    public Optional<EventTypeDefinition> write(
            String name, Function<Optional<EventTypeDefinition>, Optional<EventTypeDefinition>> change) {
        return writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            Optional<EventTypeDefinition> old = find(sql, name);
            Optional<EventTypeDefinition> changed = change.apply(old);
            changed.ifPresent(type -> store(sql, old, type, version));
            return changed;
        });
    }

    private void store(JdbcClient sql, Optional<EventTypeDefinition> old, EventTypeDefinition type, long version) {
        EventTypeRows.write(sql, type, version);
        AuditedObject object = object(type.type().name());
        audit.record(
                sql,
                old.map(before -> Change.changed(
                                "event-type.update", object, EventTypeJson.write(before), EventTypeJson.write(type)))
                        .orElseGet(() -> Change.created("event-type.create", object, EventTypeJson.write(type))));
    }

    /** Archives an event type; returns false if there is none. */
    public boolean archive(String name) {
        return write(name, old -> old.map(type -> type.archived(now()))).isPresent();
    }

    /** Deletes an event type for good; returns false if there is none. */
    public boolean expunge(String name) {
        return writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            Optional<EventTypeDefinition> old = find(sql, name);
            old.ifPresent(type -> {
                sql.sql("UPDATE event_type SET deleted_at = ?, schemas = NULL, version = ? WHERE id = ?")
                        .params(now().toEpochMilli(), version, name)
                        .update();
                audit.record(sql, Change.deleted("event-type.delete", object(name), EventTypeJson.write(type)));
            });
            return old.isPresent();
        });
    }

    /**
     * Stores event types in one transaction, and archives all others if wanted.
     *
     * @param merge makes the event type to store from the present one
     */
    public void importAll(List<Imported> types, boolean archiveOthers) {
        writes.write(sql -> {
            long version = Snapshots.nextVersion(sql);
            Instant now = now();
            List<String> names = new ArrayList<>();
            for (Imported each : types) {
                Optional<EventTypeDefinition> old = find(sql, each.type().name());
                store(sql, old, each.over(old, now), version);
                names.add(each.type().name());
            }
            if (archiveOthers) {
                others(sql, names).forEach(other -> store(sql, Optional.of(other), other.archived(now), version));
            }
            return names.size();
        });
    }

    private static List<EventTypeDefinition> others(JdbcClient sql, List<String> names) {
        return sql
                .sql("SELECT * FROM event_type WHERE deleted_at IS NULL AND NOT archived")
                .query((row, number) -> EventTypeRows.read(row))
                .list()
                .stream()
                .filter(type -> !names.contains(type.type().name()))
                .toList();
    }

    private static AuditedObject object(String name) {
        return new AuditedObject("event-type", name, Optional.empty());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
