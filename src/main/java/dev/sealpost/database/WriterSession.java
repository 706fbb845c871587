package dev.sealpost.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Connection of the single writer, with cached prepared statements. Not thread-safe. */
public final class WriterSession implements AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final JdbcClient client;
    private final Map<String, PreparedStatement> statements = new HashMap<>();
    private @Nullable LastStatement last;

    private record LastStatement(String sql, ColumnArrays rows) {}

    WriterSession(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Returns the cached statement of this text, which must be constant. */
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** Returns the cached statement of this text with these parameters. */
    public PreparedStatement bind(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }

    /** Executes an update with these parameters and returns the number of rows changed. */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        return bind(sql, values).executeUpdate();
    }

    /** Client for use outside of the hot path. */
    public JdbcClient client() {
        return client;
    }

    /**
     * Makes this the last statement of the transaction, executed in one round trip with its commit. Only for PostgreSQL.
     *
     * @param rows parameters of the statement
     */
    public void executeAtCommit(String sql, ColumnArrays rows) throws SQLException {
        executeLast();
        last = new LastStatement(sql, rows);
    }

    /** Executes the statement that waits for the commit, if there is one. */
    public void executeLast() throws SQLException {
        LastStatement statement = last;
        last = null;
        if (statement != null) {
            execute(statement.sql(), statement.rows());
        }
    }

    /** Commits and returns when the changes are on disk. */
    public void commit() throws SQLException {
        LastStatement statement = last;
        last = null;
        if (statement == null) {
            connection.commit();
        } else {
            // The server skips the commit when the statement fails (PostgreSQL, Frontend/Backend Protocol, Pipelining).
            execute(statement.sql() + "; COMMIT", statement.rows());
        }
    }

    private void execute(String sql, ColumnArrays rows) throws SQLException {
        PreparedStatement statement = prepare(sql);
        rows.bind(statement);
        statement.execute();
    }

    /** Runs the work in a savepoint, so that a failure undoes its own changes only. */
    public <T> T attempt(SqlWork<T> work) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            T result = work.run(client);
            connection.releaseSavepoint(before);
            return result;
        } catch (RuntimeException | Error e) {
            connection.rollback(before);
            throw e;
        }
    }

    public void rollback() throws SQLException {
        last = null;
        for (PreparedStatement statement : statements.values()) {
            statement.clearBatch();
        }
        connection.rollback();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
