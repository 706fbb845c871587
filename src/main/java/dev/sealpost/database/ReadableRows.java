package dev.sealpost.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads rows individually: skips an invalid row and logs it once, so that it blocks nothing. Manual changes and other
 * versions cause such rows.
 */
public final class ReadableRows {

    private static final int MAX_LOGGED = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ReadableRows.class);
    private static final Set<String> LOGGED = Collections.newSetFromMap(new ConcurrentHashMap<>());

    private ReadableRows() {}

    /** Maps a row. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Reads the row.
         *
         * @throws SQLException when the database fails, regardless of the row
         * @throws RuntimeException when the row is invalid
         */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Reads the current row; returns empty if it is invalid.
     *
     * @param key column that identifies a row
     */
    public static <T> Optional<T> read(ResultSet row, String table, String key, Reader<T> reader) throws SQLException {
        try {
            return Optional.of(reader.read(row));
        } catch (RuntimeException | StackOverflowError e) {
            logOnce(table, String.valueOf(row.getString(key)), e.toString());
            return Optional.empty();
        }
    }

    /** Returns the valid rows. */
    public static <T> List<T> present(List<Optional<T>> rows) {
        return rows.stream().flatMap(Optional::stream).toList();
    }

    /** Returns the valid rows of a page. */
    public static <T> Page<T> present(Page<Optional<T>> page) {
        return new Page<>(present(page.items()), page.more());
    }

    /** Logs once that a row is entirely or partly invalid. */
    static void logOnce(String table, String key, String reason) {
        if (LOGGED.size() >= MAX_LOGGED) {
            LOGGED.clear();
        }
        if (LOGGED.add(table + ' ' + key + ' ' + reason)) {
            LOG.error("database.row-broken table={} key={} reason=\"{}\"", table, key, reason);
        }
    }
}
