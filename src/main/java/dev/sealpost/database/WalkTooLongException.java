package dev.sealpost.database;

/** Thrown when none of the rows that one request may examine match. The message is for the client. */
public final class WalkTooLongException extends RuntimeException {

    WalkTooLongException() {
        super(
                "none of the " + BoundedWalk.MOST
                        + " entries that one request examines matches, and there are more; search shorter time spans with after and before");
    }
}
