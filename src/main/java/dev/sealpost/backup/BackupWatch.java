package dev.sealpost.backup;

/** Tells how the backups of this node stand. */
public interface BackupWatch {

    /** Cheap: nothing is read from the disk. */
    BackupStatus standing();
}
