package dev.sealpost.delivery.flight;

import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;

/**
 * Asks for rows of one destination that are due.
 *
 * @param deadline of an attempt, from which the length of the leases follows
 * @param limit rows at most
 * @param ordering how rows follow each other: of an ordered destination only the head is leased
 */
public record LeaseRequest(DestinationId destination, Duration deadline, int limit, Ordering ordering) {

    /** For a destination that is not ordered. */
    public LeaseRequest(DestinationId destination, Duration deadline, int limit) {
        this(destination, deadline, limit, Ordering.NONE);
    }

    public boolean isOrdered() {
        return ordering != Ordering.NONE;
    }
}
