package dev.sealpost.database;

import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A view of some tables in memory, brought up to date by loading the rows that changed since it was loaded last. */
public interface Snapshot {

    /** Loads the rows whose {@code version} is greater than this one; 0 loads all. Called by one thread at a time. */
    void load(JdbcClient sql, long after);

    /** The rows it loads one by one; empty where it does not. */
    default Optional<SnapshotRows> rows() {
        return Optional.empty();
    }
}
