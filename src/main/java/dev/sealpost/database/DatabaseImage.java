package dev.sealpost.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/**
 * Consistent image of the SQLite database, to be copied while the writer continues: a read transaction, which in WAL
 * mode sees one state (<a href="https://sqlite.org/isolation.html">isolation</a>). Until this is closed the write-ahead
 * log grows. Not thread-safe.
 */
public final class DatabaseImage implements AutoCloseable {

    private final Connection connection;

    DatabaseImage(Connection connection) throws SQLException {
        this.connection = connection;
        // Loads the schema before the transaction, so that begin is fast.
        touch();
    }

    /** Captures the currently committed state, without waiting. */
    public void begin() throws SQLException {
        connection.setAutoCommit(false);
        touch();
    }

    private void touch() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeQuery("SELECT COUNT(*) FROM sqlite_master").close();
        }
    }

    /**
     * Writes the image into a new file, with SQLite's <a href="https://sqlite.org/backup.html">backup API</a>.
     *
     * @throws SQLException when reading or writing fails; the file is unusable then
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
