package dev.sealpost.application;

import dev.sealpost.database.Snapshot;
import dev.sealpost.database.SnapshotRows;
import dev.sealpost.database.StoredValues;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** All applications that are not deleted, in memory. */
@Component
public class ApplicationDirectory implements Snapshot {

    private final SnapshotRows rows = new SnapshotRows("application", "id", this::read);
    private final Map<String, Entry> byName = new ConcurrentHashMap<>();

    private record Entry(ApplicationId id, Optional<String> uid, boolean paused, UnknownTypes unknownTypes) {}

    /** Finds the application with this id or uid. */
    public Optional<ApplicationId> find(String idOrUid) {
        return Optional.ofNullable(byName.get(idOrUid)).map(Entry::id);
    }

    /** Returns whether the name is the id or uid of the application. */
    public boolean isNamed(ApplicationId id, String idOrUid) {
        return id.value().equals(idOrUid) || find(idOrUid).filter(id::equals).isPresent();
    }

    /** Returns whether deliveries of the application are paused. */
    public boolean isPaused(ApplicationId id) {
        Entry entry = byName.get(id.value());
        return entry != null && entry.paused();
    }

    /** Returns what the application does with events of unknown types. */
    public UnknownTypes unknownTypes(ApplicationId id) {
        Entry entry = byName.get(id.value());
        return entry == null ? UnknownTypes.ALLOW : entry.unknownTypes();
    }

    @Override
    public Optional<SnapshotRows> rows() {
        return Optional.of(rows);
    }

    /** Reads an application; one with an invalid pause flag counts as paused. */
    private Optional<String> read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        Entry entry = new Entry(
                new ApplicationId(row.getString("id")),
                values.optional("uid"),
                values.flag("paused", true),
                ApplicationStore.unknownTypes(row, values));
        boolean isDeleted = values.isDeleted();
        remove(entry.id());
        if (!isDeleted) {
            add(entry);
        }
        return values.fault();
    }

    private void remove(ApplicationId id) {
        Entry old = byName.remove(id.value());
        if (old != null) {
            old.uid().ifPresent(uid -> byName.remove(uid, old));
        }
    }

    private void add(Entry entry) {
        byName.put(entry.id().value(), entry);
        entry.uid().ifPresent(uid -> byName.put(uid, entry));
    }
}
