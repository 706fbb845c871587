package dev.sealpost.event;

/** Publishes events durably. */
public interface Publisher {

    /**
     * Returns once the event is on the disk of the broker.
     *
     * @throws IngestRefusedException when it cannot be kept now; try again after the time it names
     */
    void publish(Event event);

    /**
     * The same for an event whose id was derived from a key, so that it may come again: the broker drops quick repeats, and
     * the same id is one event in any case.
     */
    void publishOnce(Event event);
}
