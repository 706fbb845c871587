package dev.sealpost.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database with the schema in it and nothing else, opened as the application opens it. */
public final class TestDatabase implements AutoCloseable {

    private final Database database;
    private @Nullable ReaderPool readers;
    private @Nullable WriterSession writer;

    private TestDatabase(Database database) {
        this.database = database;
    }

    /** A new SQLite file. */
    public static TestDatabase in(Path directory) {
        Path file = directory.resolve("test.db");
        try {
            Files.copy(SqliteFile.MIGRATED, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new TestDatabase(Databases.at(file));
    }

    /** The database that this class of tests has on the shared server, emptied. */
    public static TestDatabase onServer(Class<?> tests) {
        return new TestDatabase(PostgresqlServer.shared().emptied(tests));
    }

    /** Migrated once: a file is faster copied than migrated. */
    private static final class SqliteFile {

        static final Path MIGRATED = migrated();

        private static Path migrated() {
            try {
                Path file = Files.createTempDirectory("sealpost-schema").resolve("migrated.db");
                Databases.sqlite(file);
                return file;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    public Database database() {
        return database;
    }

    public Dialect dialect() {
        return database.dialect();
    }

    /** A run of a node that uses this database. */
    public LeaseHolder leaseHolder(String run) {
        return new LeaseHolder(run, Clock.systemUTC(), dialect(), database.isEmbedded());
    }

    /** For reading only, as in the application. */
    public JdbcClient reads() {
        return readers().client();
    }

    public ConsistentReads consistentReads() {
        return new ConsistentReads(readers());
    }

    /** One more pool with one connection. */
    ReaderPool readers(Duration limit) {
        return database.pool("test", 1, limit);
    }

    public ReaderPool readers() {
        ReaderPool open = readers;
        if (open == null) {
            open = database.readers();
            readers = open;
        }
        return open;
    }

    /** Changes rows past everything that the application has for it. */
    public <T> T change(SqlWork<T> work) {
        return writes().write(work);
    }

    /** Writes at once; afterwards these show it. */
    public DirectWrites writes(Snapshots snapshots) {
        return new DirectWrites(writer(), snapshots);
    }

    public DirectWrites writes(Snapshot... members) {
        return writes(new Snapshots(List.of(members)));
    }

    private WriterSession writer() {
        WriterSession open = writer;
        if (open == null) {
            try {
                open = database.openWriter();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            writer = open;
        }
        return open;
    }

    @Override
    public void close() throws SQLException {
        if (readers != null) {
            readers.close();
        }
        if (writer != null) {
            writer.close();
        }
    }
}
