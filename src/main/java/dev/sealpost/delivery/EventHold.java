package dev.sealpost.delivery;

import dev.sealpost.broker.ReceivedMessage;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps an event unacknowledged until the last of its deliveries is settled or has a row of its own. */
final class EventHold {

    private final ReceivedMessage message;
    private final AtomicInteger unsettled;
    private final Unsettled.Count count;

    EventHold(ReceivedMessage message, int deliveries) {
        this(message, deliveries, new Unsettled.Count());
    }

    /** @param count told of what is released */
    EventHold(ReceivedMessage message, int deliveries, Unsettled.Count count) {
        this.message = message;
        this.unsettled = new AtomicInteger(deliveries);
        this.count = count;
    }

    /** One delivery less. Called by the recorder after a commit, and by nobody else. */
    void release() {
        count.deliverySettled();
        if (unsettled.decrementAndGet() == 0) {
            count.eventSettled();
            message.acknowledge();
        }
    }
}
