package dev.sealpost.backup;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.backup.Manifest.FileEntry;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.broker.JournalImage;
import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseFile;
import dev.sealpost.database.DatabaseImage;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FilesBelow;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/**
 * Writes one backup. Broker and database are captured at the same moment, as in a crash: every message acknowledged in
 * the broker is recorded in the database, and every unfinished delivery has its row or is still in the broker.
 */
final class WriteBackup {

    static final String DATABASE = "sealpost.db";

    private final DataDirectory data;
    private final Database database;
    private final EmbeddedBroker broker;
    private final BackupFolders folders;
    private final Clock clock;

    WriteBackup(DataDirectory data, Database database, EmbeddedBroker broker, BackupFolders folders, Clock clock) {
        this.data = data;
        this.database = database;
        this.broker = broker;
        this.folders = folders;
        this.clock = clock;
    }

    /**
     * Writes the backup and returns when it is on disk.
     *
     * @throws Exception when it fails; nothing is left of it
     */
    Backup write() throws Exception {
        Instant startedAt = clock.instant();
        Path unfinished = folders.begin(startedAt);
        try {
            requireRoom();
            List<FileEntry> files = new ArrayList<>();
            Duration stalled = copyImages(unfinished, files);
            for (Path file : secrets()) {
                Path name = data.path().relativize(file);
                files.add(PrivateFiles.copy(file, Files.size(file), unfinished, name));
            }
            Manifest manifest = new Manifest(
                    Manifest.FORMAT,
                    version(),
                    new DatabaseFile(unfinished.resolve(DATABASE)).schema(),
                    broker.nodeId(),
                    startedAt,
                    clock.instant(),
                    stalled.toMillis(),
                    files);
            OwnerOnly.write(unfinished.resolve(Manifest.FILE), manifest.toJson());
            return new Backup(folders.finish(unfinished), manifest);
        } catch (Throwable e) {
            FileSystemUtils.deleteRecursively(unfinished);
            throw e;
        }
    }

    /** Copies the journal first, so that the broker can reuse its files before the database is copied. */
    private Duration copyImages(Path folder, List<FileEntry> files) throws Exception {
        try (DatabaseImage rows = database.openImage()) {
            Duration stalled;
            try (JournalImage journal = broker.image(rows::begin)) {
                stalled = journal.held();
                for (JournalImage.ImageFile part : journal.parts()) {
                    files.add(PrivateFiles.copy(part.source(), part.size(), folder, part.place()));
                }
            }
            Path copy = folder.resolve(DATABASE);
            PrivateFiles.create(copy);
            rows.writeTo(copy);
            PrivateFiles.sync(copy);
            files.add(PrivateFiles.entry(folder, Path.of(DATABASE)));
            return stalled;
        }
    }

    /** Lists keys, tokens and passwords: the top-level files except the database and the lock. */
    private List<Path> secrets() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> topLevel = Files.newDirectoryStream(
                data.path(),
                file -> Files.isRegularFile(file)
                        && !String.valueOf(file.getFileName()).startsWith(DATABASE)
                        && !file.endsWith("lock")
                        && !file.toString().endsWith(".new"))) {
            topLevel.forEach(files::add);
        }
        return files;
    }

    /** Requires enough free space, since a full disk would stop the node. */
    private void requireRoom() throws IOException {
        FileStore target = Files.getFileStore(folders.directory());
        long needed = size(data.resolve("broker"))
                + size(data.resolve(DATABASE))
                + size(data.resolve(DATABASE + "-wal"))
                + (target.equals(Files.getFileStore(data.path())) ? broker.minimumFreeDisk() : 0);
        if (target.getUsableSpace() < needed) {
            throw new BackupRefusedException(
                    Reason.NO_ROOM,
                    "The disk of " + folders.directory() + " has " + target.getUsableSpace()
                            + " bytes free, but the backup may need up to " + needed
                            + ", including the reserve of the node");
        }
    }

    private static long size(Path path) throws IOException {
        return FilesBelow.of(path).stream()
                .mapToLong(FilesBelow.FoundFile::size)
                .sum();
    }

    private static String version() {
        return Optional.ofNullable(WriteBackup.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }
}
