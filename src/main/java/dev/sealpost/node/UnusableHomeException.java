package dev.sealpost.node;

/** Thrown when a folder or file of this node is unusable. The message names it and the remedy. */
public final class UnusableHomeException extends RuntimeException {

    public UnusableHomeException(String message) {
        super(message);
    }

    UnusableHomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
