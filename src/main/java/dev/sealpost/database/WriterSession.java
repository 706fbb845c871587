package dev.sealpost.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** The one writer's connection, with its statements kept prepared. For one thread. */
public final class WriterSession implements AutoCloseable {

    private final Connection connection;
    private final Dialect dialect;
    private final JdbcClient client;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    WriterSession(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
        this.client = JdbcClient.create(new SingleConnectionDataSource(connection, true));
    }

    public Dialect dialect() {
        return dialect;
    }

    /** The statement for this text, which must be a constant: it stays prepared. */
    public PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** For what is not on the hot path. */
    public JdbcClient client() {
        return client;
    }

    /** Returns when the changes are on disk. */
    public void commit() throws SQLException {
        connection.commit();
    }

    /** Runs the work so that its failure undoes its own changes and no others. */
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
