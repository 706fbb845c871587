package dev.sealpost.delivery.flight;

import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;

/**
 * Request to lease due rows of one destination.
 *
 * @param deadline deadline of an attempt, which determines the length of the leases
 * @param limit maximum number of rows
 * @param ordering ordering of the destination: if ordered, only the head is leased
 */
public record LeaseRequest(DestinationId destination, Duration deadline, int limit, Ordering ordering) {

    /** Creates a request for an unordered destination. */
    public LeaseRequest(DestinationId destination, Duration deadline, int limit) {
        this(destination, deadline, limit, Ordering.NONE);
    }

    public boolean isOrdered() {
        return ordering != Ordering.NONE;
    }
}
