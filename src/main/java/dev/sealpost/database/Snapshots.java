package dev.sealpost.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps the snapshots of this node up to date. A change writes the next version into its rows in the same transaction,
 * so that only those are loaded.
 */
@Component
public class Snapshots {

    /** Query for the current version. */
    static final String VERSION = "SELECT version FROM snapshot_version";

    private static final Duration REPEAT = Duration.ofSeconds(1);

    private final List<Snapshot> members;
    private volatile long version = -1;
    private volatile long repeatAt = System.nanoTime();

    Snapshots(List<Snapshot> members) {
        this.members = members;
    }

    /** Returns the version for the rows that this transaction changes; blocks other writers until it ends. */
    public static long nextVersion(JdbcClient sql) {
        return sql.sql("UPDATE snapshot_version SET version = version + 1 RETURNING version")
                .query(Long.class)
                .single();
    }

    /**
     * Loads changed rows, and periodically retries invalid ones. Must see committed rows only. Part of every commit, and so
     * a prepared statement.
     *
     * @return whether rows had changed
     * @throws DatabaseUnavailableException when a table cannot be read, so that events cannot be matched. A single
     *     invalid row is skipped, see {@link SnapshotRows}.
     */
    public synchronized boolean refresh(WriterSession session) {
        try (ResultSet row = session.prepare(VERSION).executeQuery()) {
            row.next();
            return refresh(session.client(), row.getLong(1));
        } catch (SQLException | RuntimeException | LinkageError | StackOverflowError e) {
            throw new DatabaseUnavailableException("A table of the database cannot be read: " + e.getMessage(), e);
        }
    }

    private boolean refresh(JdbcClient sql, long current) {
        boolean hasChanged = current > version;
        if (hasChanged) {
            members.forEach(member -> member.load(sql, Math.max(0, version)));
            version = current;
        }
        if (System.nanoTime() - repeatAt >= 0) {
            repeatAt = System.nanoTime() + REPEAT.toNanos();
            members.forEach(member -> member.rows().ifPresent(rows -> rows.readAgain(sql)));
        }
        return hasChanged;
    }

    /** Reasons of invalid rows by table and key. */
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

    /** Returns the version that the snapshots show at least; negative before they have been loaded. */
    public long version() {
        return version;
    }

    /** Returns whether the last {@link #refresh} with its repetitions is more than a second ago. */
    public boolean isOutdated() {
        return version < 0 || System.nanoTime() - repeatAt >= 0;
    }

    /** Returns whether the snapshots have been loaded. */
    public boolean loaded() {
        return version >= 0;
    }
}
