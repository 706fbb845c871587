package dev.sealpost.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;

/** Database of this node. Opens connections and verifies that their commits are durable. */
public final class Database {

    private static final Duration BUSY = Duration.ofSeconds(5);
    /** Short, since others wait for the image. */
    private static final Duration IMAGE_BUSY = Duration.ofMillis(500);

    /** Connections for the delivery clock, the heartbeat and health. */
    private static final int URGENT_READERS = 3;
    /** Much shorter than the lease of a delivery. */
    private static final Duration URGENT_READ = Duration.ofSeconds(5);

    private static final int WRITER_CACHE_KIBIBYTES = 32 * 1024;
    /**
     * Size of the write-ahead log, in pages of 4 KiB, at which the writer itself checkpoints; {@link Checkpoints}
     * usually does so before.
     */
    private static final int CHECKPOINT_PAGES = 32_768;

    /** Name of the SQLite file in the data directory. */
    static final String FILE = "sealpost.db";

    private final DatabaseSettings settings;
    private final Path file;
    private final String url;
    private final Dialect dialect;

    Database(DatabaseSettings settings, Path file) {
        this.settings = settings;
        this.file = file;
        this.url = settings.url().isEmpty() ? "jdbc:sqlite:" + file : settings.url();
        this.dialect = Dialect.of(url);
    }

    /**
     * Returns the database of a node as it is, for a command that runs beside the node.
     *
     * @param data folder of the node's data
     * @throws IllegalStateException if the node has not created it yet
     */
    public static Database ofNode(DatabaseSettings settings, Path data) {
        Path file = data.resolve(FILE);
        if (settings.url().isEmpty() && Files.notExists(file)) {
            throw new IllegalStateException(
                    "There is no database in " + data + " yet. Start the node once, or set SEALPOST_DATA.");
        }
        return new Database(settings, file);
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Returns the path of the SQLite file in the data directory, which need not exist. */
    Path file() {
        return file;
    }

    /** Returns whether the database belongs to this node only. */
    public boolean isEmbedded() {
        return dialect == Dialect.SQLITE;
    }

    void migrate() {
        createFile();
        HikariConfig config = new HikariConfig();
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0);
        config.setPoolName("sealpost-migration");
        configure(config, false);
        try (HikariDataSource migration = new HikariDataSource(config)) {
            Flyway.configure()
                    .dataSource(migration)
                    .placeholders(dialect.placeholders())
                    .load()
                    .migrate();
        }
    }

    /** Creates the file for its owner only; SQLite copies its permissions to the accompanying files. */
    private void createFile() {
        if (!settings.url().isEmpty() || Files.exists(file)) {
            return;
        }
        try {
            OwnerOnly.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The database " + file + " cannot be created: " + e.getMessage(), e);
        }
    }

    /** Creates the pool for the API, the console and clean-ups. */
    ReaderPool readers() {
        return pool("sealpost-readers", settings.readers(), settings.readTimeout());
    }

    /** Creates the separate pool for deliveries, leases and health. */
    ReaderPool urgentReaders() {
        return pool("sealpost-urgent-readers", URGENT_READERS, URGENT_READ);
    }

    ReaderPool pool(String name, int size, Duration limit) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(BUSY.toMillis());
        config.setInitializationFailTimeout(-1);
        configure(config, true);
        if (dialect == Dialect.POSTGRESQL) {
            config.setConnectionInitSql("SET statement_timeout = " + limit.toMillis());
        }
        return new ReaderPool(config, limit);
    }

    private void configure(HikariConfig config, boolean readOnly) {
        config.setJdbcUrl(url);
        switch (dialect) {
            case SQLITE -> {
                config.setDataSourceProperties(sqlite(readOnly).toProperties());
                if (readOnly) {
                    config.setConnectionInitSql("PRAGMA query_only = ON");
                }
            }
            case POSTGRESQL -> {
                config.setUsername(settings.user());
                config.setPassword(settings.password());
                config.setReadOnly(readOnly);
                config.setDataSourceProperties(postgresql());
                if (readOnly) {
                    // Applies outside of transactions too.
                    config.addDataSourceProperty("readOnlyMode", "always");
                }
            }
        }
    }

    /**
     * Opens the connection of the single writer, whose commits return after they are on disk.
     *
     * @throws SQLException when the database does not answer
     * @throws IllegalStateException when its settings could lose commits
     */
    public WriterSession openWriter() throws SQLException {
        Connection connection = DriverManager.getConnection(url, writerProperties());
        try {
            requireDurableCommits(connection);
            limitHeldLocks(connection);
            connection.setAutoCommit(false);
            return new WriterSession(connection, dialect);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection to be used for checkpoints only. */
    Connection openCheckpoints() throws SQLException {
        return DriverManager.getConnection(url, writerProperties());
    }

    /** Returns whether the database is the SQLite file in the data directory. */
    public boolean isInDataDirectory() {
        return settings.url().isEmpty();
    }

    /**
     * Opens an image of the embedded database, which is captured at {@link DatabaseImage#begin}.
     *
     * @throws SQLException when it cannot be opened
     */
    public DatabaseImage openImage() throws SQLException {
        SQLiteConfig config = sqlite(true);
        config.setBusyTimeout((int) IMAGE_BUSY.toMillis());
        return new DatabaseImage(DriverManager.getConnection(url, config.toProperties()));
    }

    private Properties writerProperties() {
        return switch (dialect) {
            case SQLITE -> sqlite(false).toProperties();
            case POSTGRESQL -> {
                Properties properties = postgresql();
                properties.setProperty("user", settings.user());
                properties.setProperty("password", settings.password());
                yield properties;
            }
        };
    }

    private static SQLiteConfig sqlite(boolean readOnly) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setTransactionMode(readOnly ? TransactionMode.DEFERRED : TransactionMode.IMMEDIATE);
        config.setBusyTimeout((int) BUSY.toMillis());
        config.enforceForeignKeys(true);
        if (!readOnly) {
            config.setCacheSize(-WRITER_CACHE_KIBIBYTES);
            config.setPragma(SQLiteConfig.Pragma.WAL_AUTOCHECKPOINT, Integer.toString(CHECKPOINT_PAGES));
        }
        return config;
    }

    private static Properties postgresql() {
        Properties properties = new Properties();
        properties.setProperty("ApplicationName", "sealpost");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "30");
        properties.setProperty("tcpKeepAlive", "true");
        return properties;
    }

    private void requireDurableCommits(Connection connection) throws SQLException {
        switch (dialect) {
            case SQLITE -> {
                require(connection, "PRAGMA journal_mode", "wal");
                require(connection, "PRAGMA synchronous", "2");
            }
            case POSTGRESQL -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET synchronous_commit = on");
                }
                require(connection, "SHOW synchronous_commit", "on");
                require(connection, "SHOW fsync", "on");
            }
        }
    }

    /**
     * Makes the server abort a transaction of a frozen node, whose locks would block the others (PostgreSQL, Runtime
     * Configuration, Client Connection Defaults).
     */
    private void limitHeldLocks(Connection connection) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET idle_in_transaction_session_timeout = '5s'");
            }
        }
    }

    private static void require(Connection connection, String query, String expected) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            String actual = result.next() ? result.getString(1) : "nothing";
            if (!actual.equalsIgnoreCase(expected)) {
                throw new IllegalStateException("The database could lose commits in a crash: " + query + " answers "
                        + actual + ", but must be " + expected);
            }
        }
    }
}
