package dev.sealpost.database;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Keeps every snapshot of this node at the version of the database. A change takes the next version in its own
 * transaction and writes it into the rows it changed, so that others load just those.
 */
@Component
public class Snapshots {

    private final List<Snapshot> members;
    private volatile long version = -1;

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
     * Loads what changed, where anything did. Must see committed rows only.
     *
     * @throws DatabaseUnavailableException when a row cannot be read, such as a secret that another key sealed: no event can
     *     be matched rightly then, so all have to wait
     */
    public synchronized void refresh(JdbcClient sql) {
        long current = sql.sql("SELECT version FROM snapshot_version")
                .query(Long.class)
                .single();
        if (current > version) {
            members.forEach(member -> load(member, sql));
            version = current;
        }
    }

    private void load(Snapshot member, JdbcClient sql) {
        try {
            member.load(sql, Math.max(0, version));
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new DatabaseUnavailableException("A row of the database cannot be used: " + e.getMessage(), e);
        }
    }

    /** True once the snapshots have been loaded at all. */
    public boolean loaded() {
        return version >= 0;
    }
}
