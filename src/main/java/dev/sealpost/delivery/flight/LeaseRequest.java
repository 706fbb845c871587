package dev.sealpost.delivery.flight;

import dev.sealpost.delivery.Batching;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.Optional;

/**
 * Request to lease due rows of one destination.
 *
 * @param deadline deadline of an attempt, which determines the length of the leases
 * @param limit maximum number of rows
 * @param ordering ordering of the destination: if ordered, only the head is leased
 * @param batching batches that the destination takes: if any, one batch is leased, whatever the limit
 */
public record LeaseRequest(
        DestinationId destination, Duration deadline, int limit, Ordering ordering, Optional<Batching> batching) {

    /** Creates a request for an unordered destination. */
    public LeaseRequest(DestinationId destination, Duration deadline, int limit) {
        this(destination, deadline, limit, Ordering.NONE);
    }

    /** Creates a request for a destination that takes no batches. */
    public LeaseRequest(DestinationId destination, Duration deadline, int limit, Ordering ordering) {
        this(destination, deadline, limit, ordering, Optional.empty());
    }

    public boolean isOrdered() {
        return ordering != Ordering.NONE;
    }
}
