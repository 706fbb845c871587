package dev.sealpost.database;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** In-memory view of tables, updated by loading the rows changed since the last load. */
public interface Snapshot {

    /** Loads the rows whose {@code version} is greater than this one; 0 loads all. Called by one thread at a time. */
    default void load(JdbcClient sql, long after) {
        rows().ifPresent(rows -> rows.load(sql, after));
    }

    /** Rows that are loaded individually; empty if none are. */
    default Optional<SnapshotRows> rows() {
        return Optional.empty();
    }
}
