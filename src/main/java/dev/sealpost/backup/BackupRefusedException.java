package dev.sealpost.backup;

/** Thrown when a backup or restore is not possible; nothing was changed. The message has the reason and the remedy. */
public final class BackupRefusedException extends RuntimeException {

    private final Reason reason;

    /** Reason of the refusal. */
    public enum Reason {
        /** Broker or database are external. */
        NOT_EMBEDDED,
        /** Another backup is running. */
        RUNNING,
        /** The disk has too little space. */
        NO_ROOM,
        /** The broker is busy with work that must not be interrupted. */
        BUSY,
        /** The backup is incomplete, modified, or newer than this version of Sealpost. */
        UNFIT,
        /** The data directory is not empty or in use. */
        OCCUPIED
    }

    public BackupRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
