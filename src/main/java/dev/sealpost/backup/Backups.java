package dev.sealpost.backup;

import java.io.IOException;
import java.util.List;

/** Backups of this node. */
public interface Backups {

    /**
     * Makes a backup and returns when it is on disk. It includes all events accepted before the call.
     *
     * @throws BackupRefusedException when a backup is not possible now
     * @throws IOException when it fails; nothing is left of it
     * @throws InterruptedException when the caller is interrupted; the backup continues
     */
    Backup make() throws IOException, InterruptedException;

    /** Lists the complete backups in the directory, newest first. */
    List<Backup> list() throws IOException;
}
