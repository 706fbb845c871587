package dev.sealpost.delivery.record;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.subscription.DestinationId;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether deliveries to a destination have to keep their order. Nobody knows of a route whose file is broken, or that is not
 * started yet: its deliveries wait anyway, and get a place each, which counts for nothing if it turns out not to be ordered.
 */
public final class MayBeOrdered implements Predicate<DestinationId> {

    private static final Logger LOG = LoggerFactory.getLogger(MayBeOrdered.class);

    private final DestinationLookup admission;

    public MayBeOrdered(DestinationLookup admission) {
        this.admission = admission;
    }

    @Override
    public boolean test(DestinationId id) {
        try {
            Destination destination = admission.destination(id);
            return destination.policy().isOrdered()
                    || (id.isRoute() && destination.readiness() == Destination.Readiness.ROUTE_UNAVAILABLE);
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            // The gate asks again, and puts the delivery off.
            LOG.warn("delivery.destination-failed destinationId={} reason={}", id, e.toString());
            return false;
        }
    }
}
