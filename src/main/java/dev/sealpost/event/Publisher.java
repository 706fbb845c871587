package dev.sealpost.event;

import java.util.List;

/** Publishes events durably. */
public interface Publisher {

    /**
     * Publishes an event; returns once the broker has stored it on disk. An event with an id derived from a key may be
     * repeated: the same id is one event, and the repeat is counted. The broker does not drop repeats, because it would not
     * report them and their sequence numbers would look lost.
     *
     * @throws IngestRefusedException if it cannot be stored now; retry after the time it names
     */
    void publish(Event event);

    /**
     * Publishes events in this order; returns once the broker has stored all of them on disk. On failure some may be stored:
     * publish all of them again with the same ids.
     *
     * @throws IngestRefusedException if they cannot be stored now
     */
    default void publishAll(List<Event> events) {
        events.forEach(this::publish);
    }
}
