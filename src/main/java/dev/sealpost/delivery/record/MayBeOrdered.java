package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.subscription.DestinationId;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests whether a destination may be ordered. An unavailable route counts as ordered, because its policy is unknown: its
 * deliveries wait anyway, and their sequence numbers do not matter if it turns out not to be ordered.
 */
public final class MayBeOrdered implements Predicate<DestinationId> {

    private static final Logger LOG = LoggerFactory.getLogger(MayBeOrdered.class);

    private final DestinationLookup destinations;

    public MayBeOrdered(DestinationLookup destinations) {
        this.destinations = destinations;
    }

    @Override
    public boolean test(DestinationId id) {
        // After a failure, the gate repeats the lookup and defers the delivery.
        return FailureGuard.call(
                        () -> mayBeOrdered(destinations.destination(id), id),
                        e -> LOG.warn("delivery.destination-failed destinationId={} reason={}", id, e.toString()))
                .orElse(false);
    }

    static boolean mayBeOrdered(Destination destination, DestinationId id) {
        return destination.policy().isOrdered()
                || (id.isRoute() && destination.readiness() == Destination.Readiness.ROUTE_UNAVAILABLE);
    }
}
