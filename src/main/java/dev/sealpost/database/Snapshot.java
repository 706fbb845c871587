package dev.sealpost.database;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A view of some tables in memory, brought up to date by loading the rows that changed since it was loaded last. */
public interface Snapshot {

    /** Loads the rows whose {@code version} is greater than this one; 0 loads all. Called by one thread at a time. */
    default void load(JdbcClient sql, long after) {
        rows().ifPresent(rows -> rows.load(sql, after));
    }

    /** The rows that it loads one by one; empty where it loads them in its own way. */
    default Optional<SnapshotRows> rows() {
        return Optional.empty();
    }
}
