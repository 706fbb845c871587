package dev.sealpost.delivery.flight;

import dev.sealpost.broker.message.ReceivedMessage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps an event unacknowledged until the last of its deliveries is settled or has its own row. Then acknowledges the
 * message, or returns it to the broker if a delivery could not be recorded.
 */
public final class EventHold {

    private final ReceivedMessage message;
    private final AtomicInteger unsettled;
    private final Unsettled.Count count;
    private final AtomicInteger waiting;
    private final Runnable whenNoneWaits;
    private final AtomicBoolean incomplete = new AtomicBoolean();

    public EventHold(ReceivedMessage message, int deliveries) {
        this(message, deliveries, new Unsettled.Count(), () -> {});
    }

    /**
     * @param count counter of unsettled events and deliveries
     * @param whenNoneWaits runs once none of the deliveries waits for this node
     */
    EventHold(ReceivedMessage message, int deliveries, Unsettled.Count count, Runnable whenNoneWaits) {
        this.message = message;
        this.unsettled = new AtomicInteger(deliveries);
        this.count = count;
        this.waiting = new AtomicInteger(deliveries);
        this.whenNoneWaits = whenNoneWaits;
    }

    /** Records that one delivery no longer waits for this node. */
    void stopWaiting() {
        if (waiting.decrementAndGet() == 0) {
            whenNoneWaits.run();
        }
    }

    /** Releases one delivery. Called only by the delivery loop, after a commit. */
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

    /** Releases one delivery that could not be recorded, so that the broker redelivers the event. */
    public void giveUp() {
        incomplete.set(true);
        release();
    }
}
