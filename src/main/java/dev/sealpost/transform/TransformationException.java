package dev.sealpost.transform;

/** Failure of customers' code. The message is for its author, and has the place if it is known. */
public final class TransformationException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TransformationException(String message) {
        super(message);
    }
}
