package dev.sealpost.event;

/** Bytes that are not JSON (RFC 8259) in UTF-8, or nested deeper than we read. */
public final class MalformedJsonException extends RuntimeException {

    private final int line;
    private final int column;

    public MalformedJsonException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** Where it went wrong, from 1. */
    public int line() {
        return line;
    }

    /** Where in the line it went wrong, in bytes, from 1. */
    public int column() {
        return column;
    }
}
