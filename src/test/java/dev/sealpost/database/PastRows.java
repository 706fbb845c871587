package dev.sealpost.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.postgresql.PGConnection;

/**
 * All rows of a PostgreSQL database as files, one for each table, with the columns in the first line. The schema is not in
 * them: it is made by the migrations up to the newest that the database had seen, whose checksums are among the rows.
 */
public final class PastRows {

    /** Folder of the rows in the data directory of a fixture. */
    public static final String FOLDER = "rows";

    private static final String HISTORY = "flyway_schema_history";

    private PastRows() {}

    public static void save(Connection connection, Path folder) throws SQLException, IOException {
        Files.createDirectories(folder);
        for (String table : tables(connection)) {
            try (OutputStream out = Files.newOutputStream(folder.resolve(table))) {
                connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyOut("COPY " + table + " TO STDOUT (FORMAT csv, HEADER)", out);
            }
        }
    }

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    /** Makes the schema of that time in an empty database, and loads the rows into it. */
    public static void load(String url, String user, Path folder) throws SQLException, IOException {
        Flyway.configure()
                .dataSource(url, user, "")
                .placeholders(Dialect.POSTGRESQL.placeholders())
                .target(newest(folder.resolve(HISTORY)))
                .load()
                .migrate();
        try (Connection connection = java.sql.DriverManager.getConnection(url, user, "");
                Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                try (Statement statement = connection.createStatement();
                        InputStream in = Files.newInputStream(file)) {
                    String table = String.valueOf(file.getFileName());
                    statement.execute("TRUNCATE " + table + " CASCADE");
                    connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyIn("COPY " + table + " FROM STDIN (FORMAT csv, HEADER MATCH)", in);
                }
            }
        }
    }

    /** The history is in the order of its ranks. */
    private static String newest(Path history) throws IOException {
        return Files.readAllLines(history).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[1])
                .max((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)))
                .orElseThrow();
    }
}
