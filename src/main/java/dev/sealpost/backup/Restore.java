package dev.sealpost.backup;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.backup.Manifest.Entry;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.DataDirectoryInUseException;
import dev.sealpost.node.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Makes a data directory from a backup. */
final class Restore {

    /** What may be in a data directory that counts as empty: our own lock, and what a file system has at its top. */
    private static final List<String> NOTHING = List.of("lock", "lost+found");

    private final Path backup;
    private final Path data;

    Restore(Path backup, Path data) {
        this.backup = backup.toAbsolutePath().normalize();
        this.data = data.toAbsolutePath().normalize();
    }

    /**
     * Verifies the backup and copies it. While it does, the data directory is locked and cannot be started on; nor can it later,
     * if this does not come to its end.
     *
     * @throws BackupRefusedException when the backup is unfit, or the data directory not empty; nothing was changed
     * @throws IOException when it cannot be copied; the data directory has to be emptied then
     */
    Manifest restore() throws IOException {
        Manifest manifest = new VerifyBackup(backup).verify();
        if (Files.exists(data.resolve(DataDirectory.UNFINISHED))) {
            throw new BackupRefusedException(
                    Reason.OCCUPIED,
                    "An earlier restore into " + data + " did not come to its end. Empty it and restore again");
        }
        OwnerOnly.createFolder(data);
        try (DataDirectory locked = DataDirectory.open(data)) {
            requireEmpty();
            Path mark = locked.resolve(DataDirectory.UNFINISHED);
            OwnerOnly.write(mark, new byte[0]);
            PrivateFiles.syncNames(data);
            for (Entry entry : manifest.files()) {
                Path place = Path.of(entry.path());
                Entry copied = PrivateFiles.copy(backup.resolve(place), entry.bytes(), data, place);
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
        try (Stream<Path> found = Files.list(data)) {
            found.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> !NOTHING.contains(name))
                    .findAny()
                    .ifPresent(name -> {
                        throw new BackupRefusedException(
                                Reason.OCCUPIED,
                                "The data directory " + data + " is not empty: it has " + name
                                        + ". Move away what is in it, or name another one as the last argument");
                    });
        }
    }
}
