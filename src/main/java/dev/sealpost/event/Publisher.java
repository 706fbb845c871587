package dev.sealpost.event;

import java.util.List;

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

    /**
     * Publishes them in this order and returns once all of them are on the disk of the broker. Where it throws, some may be
     * kept, so publish all of them again, with the same ids.
     *
     * @throws IngestRefusedException when they cannot be kept now
     */
    default void publishAll(List<Event> events) {
        events.forEach(this::publish);
    }
}
