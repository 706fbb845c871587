package dev.sealpost.database;

import dev.sealpost.port.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A real PostgreSQL for tests. */
public final class PostgresqlServer implements AutoCloseable {

    private static final String USER = "postgres";

    private final EmbeddedPostgres server;
    private final Map<Class<?>, Emptied> ofTests = new ConcurrentHashMap<>();

    private PostgresqlServer(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts a server of its own.
     *
     * @param fsync {@code on} or {@code off}
     */
    public static PostgresqlServer start(String fsync) {
        try {
            return new PostgresqlServer(EmbeddedPostgres.builder()
                    .setPort(FreePorts.next())
                    // Unless told otherwise it starts without.
                    .setServerConfig("fsync", fsync)
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one of this JVM, which ends with it. */
    public static PostgresqlServer shared() {
        return Shared.SERVER;
    }

    private static final class Shared {
        static final PostgresqlServer SERVER = start("on");
    }

    public int port() {
        return server.getPort();
    }

    /** The database that the server starts with. */
    public Database database() {
        return Databases.postgresql(url(port(), "postgres"), USER);
    }

    /** Returns the URL of an empty database of these tests on the shared server, for the user {@code postgres}. */
    public static String urlOf(Class<?> tests) {
        shared().emptied(tests);
        return url(shared().port(), name(tests));
    }

    /** The database of these tests on the shared server at the end of a line to it, such as one that can be cut. */
    public static Database behind(int port, Class<?> tests) {
        return Databases.postgresql(url(port, name(tests)), USER);
    }

    /** The database of these tests, made when they ask for it first, without the rows of those before. */
    Database emptied(Class<?> tests) {
        Emptied emptied = ofTests.computeIfAbsent(tests, this::make);
        emptied.clear();
        return emptied.database;
    }

    private Emptied make(Class<?> tests) {
        create(name(tests));
        return Emptied.of(behind(port(), tests));
    }

    /** A new database without a schema, for the user {@code postgres}; its URL. */
    String urlOfNew(String name) {
        create(name);
        return url(port(), name);
    }

    private void create(String name) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param tables those that the migrations leave empty */
    private record Emptied(Database database, List<String> tables) {

        static Emptied of(Database database) {
            try (WriterSession session = database.openWriter()) {
                return new Emptied(database, emptyTables(session.client()));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private static List<String> emptyTables(JdbcClient sql) {
            return sql
                    .sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                    .query(String.class)
                    .list()
                    .stream()
                    .filter(table -> sql.sql("SELECT NOT EXISTS (SELECT 1 FROM " + table + ")")
                            .query(Boolean.class)
                            .single())
                    .toList();
        }

        void clear() {
            try (WriterSession session = database.openWriter()) {
                session.client().sql("TRUNCATE " + String.join(", ", tables)).update();
                session.commit();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static String name(Class<?> tests) {
        return tests.getName()
                .replace("dev.sealpost.", "")
                .replaceAll("[.$]", "_")
                .toLowerCase(Locale.ROOT);
    }

    private static String url(int port, String name) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + name;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
