package dev.sealpost.backup;

/** There can be no backup, or no restore, as things are; nothing was changed. The message says why, and what to do. */
public final class BackupRefusedException extends RuntimeException {

    private final Reason reason;

    /** Why. */
    public enum Reason {
        /** Broker or database are not those in the data directory. */
        NOT_EMBEDDED,
        /** Another backup is being made. */
        RUNNING,
        /** The disk has too little room. */
        NO_ROOM,
        /** The broker is at something that must not be disturbed. */
        BUSY,
        /** The backup is not whole, was changed, or is newer than this Sealpost. */
        UNFIT,
        /** The data directory is not empty, or in use. */
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
