package dev.sealpost.event.message;

/** Bytes that are not JSON (RFC 8259) in UTF-8, or nested too deeply. */
public final class MalformedJsonException extends RuntimeException {

    private final int line;
    private final int column;

    public MalformedJsonException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** Returns the line of the error, from 1. */
    public int line() {
        return line;
    }

    /** Returns the column of the error in bytes, from 1. */
    public int column() {
        return column;
    }
}
