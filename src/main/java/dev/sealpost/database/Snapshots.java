package dev.sealpost.database;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps every snapshot of this node at the version of the database. A change takes the next version in its own
 * transaction and writes it into the rows it changed, so that others load just those.
 */
@Component
public class Snapshots {

    private static final Duration REPEAT = Duration.ofSeconds(1);

    private final List<Snapshot> members;
    private volatile long version = -1;
    private long repeatAt = System.nanoTime();

    Snapshots(List<Snapshot> members) {
        this.members = members;
    }

    /** The version for the rows that this transaction changes; other writers of versions wait until it ends. */
    public static long nextVersion(JdbcClient sql) {
        return sql.sql("UPDATE snapshot_version SET version = version + 1 RETURNING version")
                .query(Long.class)
                .single();
    }

    /**
     * Loads what changed, where anything did, and now and then what could not be used before. Must see committed rows only.
     *
     * @throws DatabaseUnavailableException when a table cannot be read: no event can be matched rightly then, so all have to
     *     wait. A single row that cannot be used is no reason, see {@link SnapshotRows}.
     */
    public synchronized void refresh(JdbcClient sql) {
        try {
            long current = sql.sql("SELECT version FROM snapshot_version")
                    .query(Long.class)
                    .single();
            if (current > version) {
                members.forEach(member -> member.load(sql, Math.max(0, version)));
                version = current;
            }
            if (System.nanoTime() - repeatAt >= 0) {
                repeatAt = System.nanoTime() + REPEAT.toNanos();
                members.forEach(member -> member.rows().ifPresent(rows -> rows.readAgain(sql)));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            throw new DatabaseUnavailableException("A table of the database cannot be read: " + e.getMessage(), e);
        }
    }

    /** Why rows cannot be used, by table and key. */
    Map<String, Map<String, String>> broken() {
        Map<String, Map<String, String>> broken = new TreeMap<>();
        members.stream().map(Snapshot::rows).flatMap(Optional::stream).forEach(rows -> {
            Map<String, String> ofTable = rows.broken();
            if (!ofTable.isEmpty()) {
                broken.put(rows.table(), ofTable);
            }
        });
        return broken;
    }

    /** True once the snapshots have been loaded at all. */
    public boolean loaded() {
        return version >= 0;
    }
}
