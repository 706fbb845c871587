package dev.sealpost.application;

/** Another one has this uid. Nothing was changed. */
public final class UidTakenException extends RuntimeException {

    public UidTakenException(String uid) {
        super("the uid " + uid + " is taken");
    }
}
