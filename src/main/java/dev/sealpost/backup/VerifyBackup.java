package dev.sealpost.backup;

import dev.sealpost.backup.BackupRefusedException.Reason;
import dev.sealpost.backup.Manifest.Entry;
import dev.sealpost.database.DatabaseFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a whole backup and finds out whether this Sealpost could be started on it. */
final class VerifyBackup {

    private final Path folder;

    VerifyBackup(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Returns what it is when nothing is wrong.
     *
     * @throws BackupRefusedException when something is; the message names the file
     * @throws IOException when it cannot be read
     */
    Manifest verify() throws IOException {
        Manifest manifest = Manifest.of(folder);
        for (Entry entry : manifest.files()) {
            verify(entry);
        }
        verify(new DatabaseFile(folder.resolve(WriteBackup.DATABASE)));
        return manifest;
    }

    private void verify(Entry entry) throws IOException {
        Path place = Path.of(entry.path());
        if (place.isAbsolute() || !folder.resolve(place).normalize().startsWith(folder)) {
            throw unfit("The manifest names a file outside of the backup: " + entry.path());
        }
        if (!Files.isRegularFile(folder.resolve(place))) {
            throw unfit("The file " + entry.path() + " is missing in the backup");
        }
        Entry found = PrivateFiles.look(folder, place);
        if (!found.equals(entry)) {
            throw unfit("The file " + entry.path() + " was changed after the backup: it has " + found.bytes()
                    + " bytes with the SHA-256 " + found.sha256() + ", and the manifest says " + entry.bytes() + " and "
                    + entry.sha256());
        }
    }

    private static void verify(DatabaseFile database) throws IOException {
        String check = database.check();
        if (!check.equals("ok")) {
            throw unfit("SQLite finds the database in the backup damaged: " + check);
        }
        int newest = DatabaseFile.newestSchema();
        if (database.schema() > newest) {
            throw unfit("The backup is of a newer Sealpost: its database has the migration " + database.schema()
                    + ", and this one knows up to " + newest);
        }
    }

    private static BackupRefusedException unfit(String message) {
        return new BackupRefusedException(Reason.UNFIT, message);
    }
}
