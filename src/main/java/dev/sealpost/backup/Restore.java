package dev.sealpost.backup;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.backup.Manifest.FileEntry;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.DataDirectoryInUseException;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Restores a data directory from a backup. */
final class Restore {

    /** Names that an empty data directory may contain: the lock of Sealpost and a folder of the file system. */
    private static final List<String> IGNORED = List.of("lock", "lost+found");

    private final Path backup;
    private final Path data;

    Restore(Path backup, Path data) {
        this.backup = backup.toAbsolutePath().normalize();
        this.data = data.toAbsolutePath().normalize();
    }

    /**
     * Verifies the backup and copies it. No node can start on the data directory meanwhile, nor after an incomplete
     * restore.
     *
     * @throws BackupRefusedException when the backup is invalid, or the data directory is not empty; nothing was
     *     changed
     * @throws IOException when copying fails; empty the data directory before a retry
     */
    Manifest restore() throws IOException {
        Manifest manifest = new VerifyBackup(backup).verify();
        if (Files.exists(data.resolve(DataDirectory.UNFINISHED))) {
            throw new BackupRefusedException(
                    Reason.OCCUPIED, "An earlier restore into " + data + " is incomplete. Empty it and restore again");
        }
        OwnerOnly.createFolder(data);
        try (DataDirectory locked = DataDirectory.open(data)) {
            requireEmpty();
            Path mark = locked.resolve(DataDirectory.UNFINISHED);
            OwnerOnly.write(mark, new byte[0]);
            PrivateFiles.syncNames(data);
            for (FileEntry entry : manifest.files()) {
                Path place = Path.of(entry.path());
                FileEntry copied = PrivateFiles.copy(backup.resolve(place), entry.bytes(), data, place);
                if (!copied.equals(entry)) {
                    throw new IOException("The file " + entry.path() + " changed while it was copied");
                }
            }
            PrivateFiles.syncNames(data);
            Files.delete(mark);
            PrivateFiles.syncNames(data);
            return manifest;
        } catch (DataDirectoryInUseException e) {
            throw new BackupRefusedException(Reason.OCCUPIED, String.valueOf(e.getMessage()));
        }
    }

    private void requireEmpty() throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !IGNORED.contains(name))
                    .findAny()
                    .ifPresent(name -> {
                        throw new BackupRefusedException(
                                Reason.OCCUPIED,
                                "The data directory " + data + " is not empty: it has " + name
                                        + ". Move its content away, or pass another directory as the last argument");
                    });
        }
    }
}
