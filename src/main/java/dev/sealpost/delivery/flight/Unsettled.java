package dev.sealpost.delivery.flight;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.ReceivedMessage;
import java.util.HashMap;
import java.util.Map;

/**
 * Deliveries of this node that were accepted and have no row yet, so that the message of their event is all that holds them.
 * For the recorder's thread only, which changes it after each commit and so knows it exactly between two.
 */
public final class Unsettled {

    private final Map<ApplicationId, Count> counts = new HashMap<>();

    /** Of one application. */
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

    /** Keeps the event unacknowledged until so many deliveries are settled. */
    public EventHold hold(ApplicationId application, ReceivedMessage message, int deliveries) {
        Count count = counts.computeIfAbsent(application, first -> new Count());
        count.events++;
        count.deliveries += deliveries;
        return new EventHold(message, deliveries, count);
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
