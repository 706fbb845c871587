package dev.sealpost.backup;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.backup.Manifest.FileEntry;
import dev.sealpost.database.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Verifies that this version of Sealpost can run on a backup, by reading all of it. */
final class VerifyBackup {

    private final Path folder;

    VerifyBackup(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Returns the manifest of a valid backup.
     *
     * @throws BackupRefusedException when the backup is invalid; the message names the file
     * @throws IOException when the backup cannot be read
     */
    Manifest verify() throws IOException {
        Manifest manifest = Manifest.of(folder);
        for (FileEntry entry : manifest.files()) {
            verify(entry);
        }
        verify(new DatabaseFile(folder.resolve(WriteBackup.DATABASE)));
        return manifest;
    }

    private void verify(FileEntry entry) throws IOException {
        Path place = Path.of(entry.path());
        if (place.isAbsolute() || !folder.resolve(place).normalize().startsWith(folder)) {
            throw unfit("The manifest lists a file outside of the backup: " + entry.path());
        }
        if (!Files.isRegularFile(folder.resolve(place))) {
            throw unfit("The file " + entry.path() + " is missing in the backup");
        }
        FileEntry actual = PrivateFiles.entry(folder, place);
        if (!actual.equals(entry)) {
            throw unfit("The file " + entry.path() + " was modified after the backup: it has " + actual.bytes()
                    + " bytes with the SHA-256 " + actual.sha256() + ", but the manifest has " + entry.bytes() + " and "
                    + entry.sha256());
        }
    }

    private static void verify(DatabaseFile database) throws IOException {
        String check = database.check();
        if (!check.equals("ok")) {
            throw unfit("SQLite reports the database in the backup as damaged: " + check);
        }
        int newest = DatabaseFile.newestSchema();
        if (database.schema() > newest) {
            throw unfit("The backup is from a newer version of Sealpost: its database has the migration "
                    + database.schema() + ", but this version supports up to " + newest);
        }
    }

    private static BackupRefusedException unfit(String message) {
        return new BackupRefusedException(Reason.UNFIT, message);
    }
}
