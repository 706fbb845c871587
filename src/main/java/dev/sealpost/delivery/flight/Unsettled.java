package dev.sealpost.delivery.flight;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.message.ReceivedMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts accepted deliveries of this node that have no row yet and are held only by their event's message. Confined to the
 * thread of the delivery loop, so that it is exact between two commits.
 */
public final class Unsettled {

    private final Map<ApplicationId, Count> counts = new HashMap<>();

    /** Counts of one application. */
    static final class Count {

        private long events;
        private long deliveries;

        void deliverySettled() {
            deliveries--;
        }

        void eventSettled() {
            events--;
        }
    }

    /**
     * Holds an event until the given number of deliveries is settled.
     *
     * @param whenNoneWaits runs once none of the deliveries waits for this node
     */
    public EventHold hold(ApplicationId application, ReceivedMessage message, int deliveries, Runnable whenNoneWaits) {
        Count count = counts.computeIfAbsent(application, first -> new Count());
        count.events++;
        count.deliveries += deliveries;
        return new EventHold(message, deliveries, count, whenNoneWaits);
    }

    public HeldDeliveries held() {
        counts.values().removeIf(count -> count.events == 0);
        Map<ApplicationId, Long> deliveries = new HashMap<>();
        long events = 0;
        for (Map.Entry<ApplicationId, Count> entry : counts.entrySet()) {
            events += entry.getValue().events;
            deliveries.put(entry.getKey(), entry.getValue().deliveries);
        }
        return new HeldDeliveries(events, deliveries);
    }
}
