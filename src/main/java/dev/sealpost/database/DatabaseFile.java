package dev.sealpost.database;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** SQLite file that no process has open, such as one in a backup, for reading only. */
public final class DatabaseFile {

    private static final String NEWEST =
            "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success";

    private final Path file;

    public DatabaseFile(Path file) {
        this.file = file;
    }

    /** Returns the newest migration of this version of Sealpost. */
    public static int newestSchema() throws IOException {
        int newest = 0;
        for (Resource migration :
                new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/V*__*.sql")) {
            String name = String.valueOf(migration.getFilename());
            newest = Math.max(newest, Integer.parseInt(name.substring(1, name.indexOf("__"))));
        }
        return newest;
    }

    /**
     * Returns the newest migration applied to the file.
     *
     * @throws IOException when it is not a database of Sealpost
     */
    public int schema() throws IOException {
        try {
            return Integer.parseInt(query(NEWEST));
        } catch (SQLException | NumberFormatException e) {
            throw new IOException("The migrations of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Checks the integrity of the file (<a href="https://sqlite.org/pragma.html#pragma_quick_check">quick_check</a>,
     * which reads all of it) and returns {@code ok} or the error.
     */
    public String check() {
        try {
            return query("PRAGMA quick_check(1)");
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Runs a query in immutable mode, in which SQLite creates no accompanying files. */
    private String query(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? String.valueOf(result.getString(1)) : "nothing";
        }
    }
}
