package dev.sealpost.node;

/** A folder or file of this node is not what it has to be. The message names it and the remedy, for the operator. */
public final class UnusableHomeException extends RuntimeException {

    public UnusableHomeException(String message) {
        super(message);
    }

    UnusableHomeException(String message, Throwable cause) {
        super(message, cause);
    }
}
