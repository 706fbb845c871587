package dev.sealpost.delivery.record;

/** Entry point of the recorder. */
public interface Recording {

    /** Returns whether the last transaction succeeded. While false, no new events should be pulled. */
    boolean isAvailable();

    /** Queues an entry for the next transaction. Callers bound the number of entries. */
    void submit(Entry entry);
}
