package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.subscription.DestinationId;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tests whether a new delivery gets a row with a sequence number at once: its destination may be ordered, or takes batches, which
 * are made of rows.
 */
final class MayNeedRow implements Predicate<DestinationId> {

    private static final Logger LOG = LoggerFactory.getLogger(MayNeedRow.class);

    private final DestinationLookup destinations;

    MayNeedRow(DestinationLookup destinations) {
        this.destinations = destinations;
    }

    @Override
    public boolean test(DestinationId id) {
        // After a failure, the gate repeats the lookup and defers the delivery.
        return FailureGuard.call(
                        () -> mayNeedRow(destinations.destination(id), id),
                        e -> LOG.warn("delivery.destination-failed destinationId={} reason={}", id, e.toString()))
                .orElse(false);
    }

    private static boolean mayNeedRow(Destination destination, DestinationId id) {
        return destination.batching().isPresent() || MayBeOrdered.mayBeOrdered(destination, id);
    }
}
