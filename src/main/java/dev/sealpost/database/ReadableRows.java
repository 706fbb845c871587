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
 * Reads the rows of a table each by itself: one that holds what no row should is left out and named in the log, once, and stops no
 * list and no work. Such rows come from hands and from nodes of other versions.
 */
public final class ReadableRows {

    private static final int MOST_TOLD = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(ReadableRows.class);
    private static final Set<String> TOLD = Collections.newSetFromMap(new ConcurrentHashMap<>());

    private ReadableRows() {}

    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {

        /**
         * Reads the row.
         *
         * @throws SQLException when the database fails, which is not this row's fault
         * @throws RuntimeException when the row holds what no row should
         */
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Reads the current row; empty when it cannot be read.
     *
     * @param key the column that names a row
     */
    public static <T> Optional<T> read(ResultSet row, String table, String key, Reader<T> reader) throws SQLException {
        try {
            return Optional.of(reader.read(row));
        } catch (RuntimeException | StackOverflowError e) {
            tell(table, String.valueOf(row.getString(key)), e.toString());
            return Optional.empty();
        }
    }

    /** The rows that could be read. */
    public static <T> List<T> present(List<Optional<T>> rows) {
        return rows.stream().flatMap(Optional::stream).toList();
    }

    /** The rows of the page that could be read; the page was cut from all rows. */
    public static <T> Page<T> present(Page<Optional<T>> page) {
        return new Page<>(present(page.items()), page.more());
    }

    /** Says once that a row cannot be read, or not all of it. */
    static void tell(String table, String key, String reason) {
        if (TOLD.size() >= MOST_TOLD) {
            TOLD.clear();
        }
        if (TOLD.add(table + ' ' + key + ' ' + reason)) {
            LOG.error("database.row-broken table={} key={} reason=\"{}\"", table, key, reason);
        }
    }
}
