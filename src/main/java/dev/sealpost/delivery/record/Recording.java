package dev.sealpost.delivery.record;

/** The way to the recorder for those who bring it something. */
public interface Recording {

    /** Whether the last transaction went through. While it is false, nothing new should be pulled. */
    boolean isAvailable();

    /** Leaves the entry for the next transaction. Whoever calls bounds how many there are. */
    void submit(Entry entry);
}
