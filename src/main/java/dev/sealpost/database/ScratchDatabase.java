package dev.sealpost.database;

import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.springframework.util.FileSystemUtils;

/**
 * Database for the warm-up, with the tables of the real one. On SQLite it is a file of its own beside the real one, so that the
 * real file is not locked; on PostgreSQL it is the real database, of which the user must roll everything back.
 */
public final class ScratchDatabase implements AutoCloseable {

    private static final String FOLDER = "warm-up";

    private final Path folder;
    private final Database database;

    /**
     * Creates the file, and deletes that of a process that was killed during its warm-up.
     *
     * @throws IOException when there is no room for files
     */
    public ScratchDatabase(Database real) throws IOException {
        this.folder = real.file().resolveSibling(FOLDER);
        FileSystemUtils.deleteRecursively(folder);
        this.database = real.isEmbedded() ? embedded() : real;
    }

    private Database embedded() throws IOException {
        OwnerOnly.createFolder(folder);
        Path file = folder.resolve("scratch.db");
        Database embedded =
                new Database(new DatabaseSettings("jdbc:sqlite:" + file, "", "", 1, Duration.ofSeconds(10)), file);
        embedded.migrate();
        return embedded;
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
        FileSystemUtils.deleteRecursively(folder);
    }
}
