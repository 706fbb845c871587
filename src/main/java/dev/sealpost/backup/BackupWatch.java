package dev.sealpost.backup;

/** Source of the backup status of this node. */
public interface BackupWatch {

    /** Returns the status without disk access. */
    BackupStatus status();
}
