package dev.sealpost.database;

import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads with repeatable-read isolation. Keep them short. */
@Component
public final class ConsistentReads {

    private final ReaderPool readers;

    public ConsistentReads(ReaderPool readers) {
        this.readers = readers;
    }

    /**
     * Opens a view of the database at the first read, or at {@link View#pin}.
     *
     * @throws DatabaseUnavailableException when no connection is available
     */
    public View open() {
        try {
            Connection connection = readers.getConnection();
            try {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                return new View(connection, readers.client(connection));
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("The database cannot be read", e);
        }
    }

    public <T> T read(SqlWork<T> work) {
        try (View view = open()) {
            return work.run(view.sql());
        }
    }

    /** Consistent view. Not thread-safe. */
    public static final class View implements AutoCloseable {

        private final Connection connection;
        private final JdbcClient sql;

        View(Connection connection, JdbcClient sql) {
            this.connection = connection;
            this.sql = sql;
        }

        /** Fixes the view to the currently committed state. */
        public void pin() {
            sql.sql("SELECT version FROM snapshot_version").query(Long.class).single();
        }

        public JdbcClient sql() {
            return sql;
        }

        @Override
        public void close() {
            try (connection) {
                connection.rollback();
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw new DatabaseUnavailableException("The database cannot be read", e);
            }
        }
    }
}
