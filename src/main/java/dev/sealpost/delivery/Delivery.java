package dev.sealpost.delivery;

import dev.sealpost.event.Event;
import dev.sealpost.subscription.DestinationId;

/**
 * One event owed to one destination.
 *
 * @param attemptKey key of the next attempt
 */
public record Delivery(Event event, DestinationId destination, AttemptKey attemptKey) {

    public DeliveryKey key() {
        return new DeliveryKey(event.id(), destination);
    }

    /**
     * Key of an attempt within its delivery; attempts are unique by event, destination, cycle and number.
     *
     * @param cycle from 1; each replay adds one
     * @param number number of the attempt in its cycle, from 1
     */
    public record AttemptKey(int cycle, int number, Trigger trigger) {

        public static final AttemptKey FIRST = new AttemptKey(1, 1, Trigger.SCHEDULED);

        public AttemptKey next() {
            return new AttemptKey(cycle, number + 1, Trigger.SCHEDULED);
        }
    }
}
