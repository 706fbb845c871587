package dev.sealpost.database;

/** Nothing that was asked for is among the rows that one request may look at. Its message is for whoever asked. */
public final class WalkTooLongException extends RuntimeException {

    WalkTooLongException() {
        super("none of the " + BoundedWalk.MOST
                + " entries that one request looks through has this, and there are more;"
                + " look through a shorter time with after and before, one after the other");
    }
}
