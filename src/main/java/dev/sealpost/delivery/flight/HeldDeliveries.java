package dev.sealpost.delivery.flight;

import dev.sealpost.application.ApplicationId;
import java.util.Map;

/**
 * Deliveries that only the messages of their accepted events hold.
 *
 * @param events accepted, and not acknowledged to the broker yet
 * @param deliveries that have no row yet, by application
 */
public record HeldDeliveries(long events, Map<ApplicationId, Long> deliveries) {

    public HeldDeliveries {
        deliveries = Map.copyOf(deliveries);
    }
}
