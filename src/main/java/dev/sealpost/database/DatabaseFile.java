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

/** A SQLite file that no process has open, such as one in a backup; it is read and not changed. */
public final class DatabaseFile {

    private static final String NEWEST =
            "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success";

    private final Path file;

    public DatabaseFile(Path file) {
        this.file = file;
    }

    /** The newest migration that this Sealpost has. */
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
     * The newest migration that the file has seen.
     *
     * @throws IOException when it is no database of Sealpost's
     */
    public int schema() throws IOException {
        try {
            return Integer.parseInt(ask(NEWEST));
        } catch (SQLException | NumberFormatException e) {
            throw new IOException("The migrations of " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * What SQLite finds wrong with it (<a href="https://sqlite.org/pragma.html#pragma_quick_check">quick_check</a>, which reads all
     * of it); {@code ok} if nothing.
     */
    public String check() {
        try {
            return ask("PRAGMA quick_check(1)");
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** Immutable: without that, SQLite would put files beside it. */
    private String ask(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:file:" + file.toUri().getRawPath() + "?immutable=1");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? String.valueOf(result.getString(1)) : "nothing";
        }
    }
}
