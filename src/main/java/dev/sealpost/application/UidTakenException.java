package dev.sealpost.application;

/** Thrown when the uid is taken. Nothing was changed. */
public final class UidTakenException extends RuntimeException {

    public UidTakenException(String uid) {
        super("the uid " + uid + " is taken");
    }
}
