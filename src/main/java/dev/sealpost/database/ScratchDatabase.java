package dev.sealpost.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Database for the warm-up, with the tables of the real one. On SQLite it is a temporary file, so that the real file is not
 * locked; on PostgreSQL it is the real database, of which the user must roll everything back.
 */
public final class ScratchDatabase implements AutoCloseable {

    private static final String FILE = "scratch.db";
    private static final List<String> FILES = List.of(FILE, FILE + "-wal", FILE + "-shm");

    private final Path folder;
    private final Database database;

    /**
     * @throws IOException when there is no room for temporary files
     */
    public ScratchDatabase(Database real) throws IOException {
        this.folder = Files.createTempDirectory(
                "sealpost-warm-up-" + ProcessHandle.current().pid() + "-");
        this.database = real.isEmbedded() ? embedded(folder.resolve(FILE)) : real;
    }

    private static Database embedded(Path file) {
        Database database =
                new Database(new DatabaseSettings("jdbc:sqlite:" + file, "", "", 1, Duration.ofSeconds(10)), file);
        database.migrate();
        return database;
    }

    public WriterSession openWriter() throws SQLException {
        return database.openWriter();
    }

    /** Returns snapshots without members: nothing is loaded. */
    public Snapshots noSnapshots() {
        return new Snapshots(List.of());
    }

    @Override
    public void close() throws IOException {
        for (String file : FILES) {
            Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
    }
}
