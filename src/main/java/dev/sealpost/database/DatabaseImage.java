package dev.sealpost.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/**
 * The SQLite database as it was at one moment, to be copied while the writer goes on: a read transaction, which in WAL mode sees
 * one state for as long as it lasts (<a href="https://sqlite.org/isolation.html">isolation</a>). Until it is closed the write-ahead
 * log only grows. For one thread at a time.
 */
public final class DatabaseImage implements AutoCloseable {

    private final Connection connection;

    DatabaseImage(Connection connection) throws SQLException {
        this.connection = connection;
        // Reads what has to be read before the first transaction, so that the moment is short.
        look();
    }

    /** The moment: what is committed now is in the image, and nothing later. Waits for nobody. */
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
        look();
    }

    private void look() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT COUNT(*) FROM sqlite_master").close();
        }
    }

    /**
     * Writes it into a new file, with SQLite's <a href="https://sqlite.org/backup.html">backup API</a>.
     *
     * @throws SQLException when it cannot be read or written; the file is of no use then
     */
    public void writeTo(Path file) throws SQLException {
        int result = connection
                .unwrap(SQLiteConnection.class)
                .getDatabase()
                .backup("main", file.toAbsolutePath().toString(), null);
        if (result != 0) {
            throw new SQLException("The database cannot be copied to " + file + ": SQLite's result is " + result);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
