package dev.sealpost.backup;

import java.io.IOException;
import java.util.List;

/** The backups of this node. */
public interface Backups {

    /**
     * Makes a backup, and returns when it is on disk. What was accepted before the call is in it.
     *
     * @throws BackupRefusedException when there can be none now
     * @throws IOException when it fails; nothing is left of it then
     * @throws InterruptedException when the caller is interrupted; the backup is made all the same
     */
    Backup make() throws IOException, InterruptedException;

    /** Those that are in the directory and whole, the newest first. */
    List<Backup> list() throws IOException;
}
