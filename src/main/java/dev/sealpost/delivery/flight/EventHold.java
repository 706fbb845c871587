package dev.sealpost.delivery.flight;

import dev.sealpost.broker.ReceivedMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps an event unacknowledged until the last of its deliveries is settled or has a row of its own; then it goes back to the
 * broker where one of them could not be recorded.
 */
public final class EventHold {

    private final ReceivedMessage message;
    private final AtomicInteger unsettled;
    private final Unsettled.Count count;
    private final AtomicBoolean incomplete = new AtomicBoolean();

    public EventHold(ReceivedMessage message, int deliveries) {
        this(message, deliveries, new Unsettled.Count());
    }

    /** @param count told of what is released */
    public EventHold(ReceivedMessage message, int deliveries, Unsettled.Count count) {
        this.message = message;
        this.unsettled = new AtomicInteger(deliveries);
        this.count = count;
    }

    /** One delivery less. Called by the recorder after a commit, and by nobody else. */
    public void release() {
        count.deliverySettled();
        if (unsettled.decrementAndGet() == 0) {
            count.eventSettled();
            if (incomplete.get()) {
                message.giveBack();
            } else {
                message.acknowledge();
            }
        }
    }

    /** One delivery less, of which nothing could be recorded: the event has to come again for its sake. */
    public void giveUp() {
        incomplete.set(true);
        release();
    }
}
