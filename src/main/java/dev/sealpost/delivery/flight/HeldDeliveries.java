package dev.sealpost.delivery.flight;

import dev.sealpost.application.ApplicationId;
import java.util.Map;

/**
 * Deliveries without a row, held only by the unacknowledged messages of their events.
 *
 * @param events accepted events not yet acknowledged to the broker
 * @param deliveries deliveries without a row, by application
 */
public record HeldDeliveries(long events, Map<ApplicationId, Long> deliveries) {

    public HeldDeliveries {
        deliveries = Map.copyOf(deliveries);
    }
}
