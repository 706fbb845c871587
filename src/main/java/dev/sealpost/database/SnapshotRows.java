package dev.sealpost.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Loads the rows of one table into a snapshot individually. Skips an invalid row, records the reason and retries it
 * until it is valid. Thread-safe.
 */
public final class SnapshotRows {

    /** Maximum number of rows retried at a time. */
    private static final int LARGEST_REPEAT = 200;

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotRows.class);

    private final String table;
    private final String key;
    private final Reader reader;
    private final Map<String, String> broken = new LinkedHashMap<>();

    /** Loads one row into the snapshot. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Reads a row.
         *
         * @return why the row is invalid; empty if it is valid
         * @throws SQLException when the database fails, regardless of the row
         * @throws RuntimeException when the row is invalid
         */
        Optional<String> read(ResultSet row) throws SQLException;
    }

    /**
     * @param key column that identifies a row
     */
    public SnapshotRows(String table, String key, Reader reader) {
        this.table = table;
        this.key = key;
        this.reader = reader;
    }

    String table() {
        return table;
    }

    /** Reads the rows whose {@code version} is greater than this one. */
    public void load(JdbcClient sql, long after) {
        sql.sql("SELECT * FROM " + table + " WHERE version > ? ORDER BY version")
                .param(after)
                .query(this::read);
    }

    /** Retries invalid rows, since a manual repair does not increase the version. */
    void readAgain(JdbcClient sql) {
        List<String> keys = oldestBroken();
        if (keys.isEmpty()) {
            return;
        }
        Set<String> missing = new HashSet<>(keys);
        sql.sql("SELECT * FROM " + table + " WHERE " + key + " IN (:keys)")
                .param("keys", keys)
                .query(row -> {
                    missing.remove(row.getString(key));
                    read(row);
                });
        synchronized (broken) {
            broken.keySet().removeAll(missing);
        }
    }

    private List<String> oldestBroken() {
        synchronized (broken) {
            return broken.keySet().stream().limit(LARGEST_REPEAT).toList();
        }
    }

    /** Reasons of invalid rows by key. */
    Map<String, String> broken() {
        synchronized (broken) {
            return Map.copyOf(broken);
        }
    }

    private void read(ResultSet row) throws SQLException {
        String name = String.valueOf(row.getString(key));
        Optional<String> reason;
        try {
            reason = reader.read(row);
        } catch (RuntimeException | StackOverflowError e) {
            reason = Optional.of(e.toString());
        }
        note(name, reason);
    }

    private void note(String name, Optional<String> reason) {
        Optional<String> before;
        synchronized (broken) {
            before = Optional.ofNullable(broken.remove(name));
            reason.ifPresent(text -> broken.put(name, text));
        }
        if (reason.isPresent() && !reason.equals(before)) {
            LOG.error(
                    "database.row-broken table={} key={} reason=\"{}\": skipped until the row is repaired",
                    table,
                    name,
                    reason.get());
        } else if (reason.isEmpty() && before.isPresent()) {
            LOG.info("database.row-repaired table={} key={}", table, name);
        }
    }
}
