package dev.sealpost.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Inserts rows whose key does not exist. Uses multi-row statements for PostgreSQL, where a statement costs as much as
 * several rows, and single-row ones for SQLite, which runs in this process. Thread-safe.
 *
 * @param <R> a row
 */
public final class InsertRows<R> {

    /**
     * Numbers of rows of a statement: a few sizes, so that each stays prepared. PostgreSQL allows 65,535 parameters.
     */
    private static final List<Integer> SIZES = List.of(128, 32, 8, 1);

    private final Table table;
    private final RowMapping<R> row;
    private final String one;
    private final List<String> many;

    /**
     * Target table.
     *
     * @param key the columns of the primary key, texts and integers
     * @param others the other columns that are set
     */
    public record Table(String name, List<String> key, List<String> others) {

        private String insert(int rows) {
            List<String> columns = Stream.concat(key.stream(), others.stream()).toList();
            String values = "(" + String.join(", ", Collections.nCopies(columns.size(), "?")) + ")";
            return "INSERT INTO " + name + " (" + String.join(", ", columns) + ") VALUES "
                    + String.join(", ", Collections.nCopies(rows, values)) + " ON CONFLICT DO NOTHING";
        }

        private String insertReturningKey(int rows) {
            return insert(rows) + " RETURNING " + String.join(", ", key);
        }
    }

    /** Mapping of a row to the columns. */
    public interface RowMapping<R> {

        /** Returns the key values in the types of the database: {@code String} and {@code Integer}. */
        List<Object> key(R row);

        /** Binds the values of the key, then those of the other columns. */
        void bind(RowParameters to, R row) throws SQLException;
    }

    public InsertRows(Table table, RowMapping<R> row) {
        this.table = table;
        this.row = row;
        this.one = table.insert(1);
        this.many = SIZES.stream().map(table::insertReturningKey).toList();
    }

    /** Inserts the rows and returns for each whether it is new. Of two with the same key only the first can be. */
    public boolean[] insert(WriterSession session, List<R> rows) throws SQLException {
        return switch (session.dialect()) {
            case SQLITE -> insertEach(session, rows);
            case POSTGRESQL -> insertTogether(session, rows);
        };
    }

    private boolean[] insertEach(WriterSession session, List<R> rows) throws SQLException {
        PreparedStatement statement = session.prepare(one);
        for (R each : rows) {
            row.bind(new RowParameters(statement), each);
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        boolean[] isNew = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            isNew[i] = counts[i] > 0;
        }
        return isNew;
    }

    private boolean[] insertTogether(WriterSession session, List<R> rows) throws SQLException {
        boolean[] isNew = new boolean[rows.size()];
        int done = 0;
        for (int i = 0; i < SIZES.size(); i++) {
            int size = SIZES.get(i);
            while (rows.size() - done >= size) {
                List<R> next = rows.subList(done, done + size);
                mark(isNew, done, next, insertOnce(session.prepare(many.get(i)), next));
                done += size;
            }
        }
        return isNew;
    }

    /** Inserts the rows and returns the keys of the new ones. */
    private List<List<Object>> insertOnce(PreparedStatement statement, List<R> rows) throws SQLException {
        RowParameters parameters = new RowParameters(statement);
        for (R each : rows) {
            row.bind(parameters, each);
        }
        List<List<Object>> keys = new ArrayList<>(rows.size());
        try (ResultSet inserted = statement.executeQuery()) {
            while (inserted.next()) {
                List<Object> key = new ArrayList<>(table.key().size());
                for (int column = 1; column <= table.key().size(); column++) {
                    key.add(inserted.getObject(column));
                }
                keys.add(key);
            }
        }
        return keys;
    }

    private void mark(boolean[] isNew, int from, List<R> rows, List<List<Object>> inserted) {
        if (inserted.size() == rows.size()) {
            Arrays.fill(isNew, from, from + rows.size(), true);
            return;
        }
        Set<List<Object>> left = new HashSet<>(inserted);
        for (int i = 0; i < rows.size(); i++) {
            isNew[from + i] = left.remove(row.key(rows.get(i)));
        }
    }
}
