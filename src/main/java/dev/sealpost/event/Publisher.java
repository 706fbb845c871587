package dev.sealpost.event;

/** Publishes events durably. */
public interface Publisher {

    /**
     * Returns once the event is on the disk of the broker. Publishing the same event twice is one event.
     *
     * @throws IngestRefusedException when it cannot be kept now; try again after the time it names
     */
    void publish(Event event);
}
