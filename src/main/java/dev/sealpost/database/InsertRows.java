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
 * Inserts rows whose key does not exist. PostgreSQL gets all of them in one statement with an array for each column, since
 * a round trip costs as much as several rows. SQLite, which runs in this process, gets one after the other. Thread-safe.
 *
 * @param <R> a row
 */
public final class InsertRows<R> {

    /** Rows of a statement at most. */
    private static final int MOST_ROWS = 512;

    /** Size from which no more rows are added to a statement: PostgreSQL writes more than its {@code work_mem} to files. */
    private static final int LARGEST = 1 << 20;

    private final Table table;
    private final RowMapping<R> row;
    private final String one;
    private final String together;
    private final String togetherAtVersion;

    /**
     * Target table.
     *
     * @param key the columns of the primary key, texts and integers
     * @param others the other columns that are set
     */
    public record Table(String name, List<String> key, List<String> others) {

        private List<String> columns() {
            return Stream.concat(key.stream(), others.stream()).toList();
        }

        private String into() {
            return "INSERT INTO " + name + " (" + String.join(", ", columns()) + ") ";
        }

        private String parameters() {
            return "(" + String.join(", ", Collections.nCopies(columns().size(), "?")) + ")";
        }

        private String one() {
            return into() + "VALUES " + parameters() + " ON CONFLICT DO NOTHING";
        }

        /** @param condition of all rows, beginning with {@code WHERE}; or empty */
        private String together(String condition) {
            return into() + "SELECT * FROM unnest" + parameters() + condition + " ON CONFLICT DO NOTHING RETURNING "
                    + String.join(", ", key);
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
        this.one = table.one();
        this.together = table.together("");
        this.togetherAtVersion = table.together(" WHERE (" + Snapshots.VERSION + ") = ?");
    }

    /** Inserts the rows and returns for each whether it is new. Of two with the same key only the first can be. */
    public boolean[] insert(WriterSession session, List<R> rows) throws SQLException {
        return switch (session.dialect()) {
            case SQLITE -> insertEach(session, rows);
            case POSTGRESQL -> insertTogether(session.prepare(together), rows);
        };
    }

    /**
     * The same, for rows that were derived from the snapshots. PostgreSQL inserts nothing once another node has changed what
     * the snapshots show, so that the version needs no round trip of its own.
     *
     * @param version {@link Snapshots#version} from before the rows were derived
     */
    public boolean[] insertAtVersion(WriterSession session, List<R> rows, long version) throws SQLException {
        return switch (session.dialect()) {
            case SQLITE -> insertEach(session, rows);
            case POSTGRESQL -> {
                PreparedStatement statement = session.prepare(togetherAtVersion);
                statement.setLong(table.columns().size() + 1, version);
                yield insertTogether(statement, rows);
            }
        };
    }

    private boolean[] insertEach(WriterSession session, List<R> rows) throws SQLException {
        PreparedStatement statement = session.prepare(one);
        for (R each : rows) {
            row.bind(new StatementParameters(statement), each);
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        boolean[] isNew = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            isNew[i] = counts[i] > 0;
        }
        return isNew;
    }

    private boolean[] insertTogether(PreparedStatement statement, List<R> rows) throws SQLException {
        boolean[] isNew = new boolean[rows.size()];
        int done = 0;
        while (done < rows.size()) {
            ColumnArrays columns = columns(rows.subList(done, rows.size()));
            columns.bind(statement);
            mark(isNew, done, rows.subList(done, done + columns.rows()), insertedKeys(statement));
            done += columns.rows();
        }
        return isNew;
    }

    /** Returns as many of the rows as one statement takes: one at least. */
    private ColumnArrays columns(List<R> rows) throws SQLException {
        ColumnArrays columns = new ColumnArrays(table.columns().size(), Math.min(rows.size(), MOST_ROWS));
        while (columns.hasRoom() && columns.size() < LARGEST) {
            row.bind(columns, rows.get(columns.rows()));
            columns.endRow();
        }
        return columns;
    }

    private List<List<Object>> insertedKeys(PreparedStatement statement) throws SQLException {
        List<List<Object>> keys = new ArrayList<>();
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
