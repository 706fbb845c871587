package dev.sealpost.event;

/** Publishes events durably. */
public interface Publisher {

    /**
     * Returns once the event is on the disk of the broker. One whose id was derived from a key may come again: the same id is one
     * event in any case, and the repeat is counted. The broker is not asked to drop it, for it would not say so, and the number
     * of the repeat would look like a loss.
     *
     * @throws IngestRefusedException when it cannot be kept now; try again after the time it names
     */
    void publish(Event event);
}
