package dev.sealpost.delivery;

import dev.sealpost.broker.ReceivedMessage;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps an event unacknowledged until the last of its deliveries is settled or has a row of its own. */
final class EventHold {

    private final ReceivedMessage message;
    private final AtomicInteger unsettled;

    EventHold(ReceivedMessage message, int deliveries) {
        this.message = message;
        this.unsettled = new AtomicInteger(deliveries);
    }

    /** One delivery less. Called by the recorder after a commit, and by nobody else. */
    void release() {
        if (unsettled.decrementAndGet() == 0) {
            message.acknowledge();
        }
    }
}
