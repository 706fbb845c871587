package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.node.Registry;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Looks a destination up in the registered kinds, in order. */
@Component
final class FindDestination implements DestinationLookup {

    private final Registry<Destinations> kinds;
    private final Backlog backlog;

    FindDestination(Registry<Destinations> kinds, Backlog backlog) {
        this.kinds = kinds;
        this.backlog = backlog;
    }

    @Override
    public Destination destination(DestinationId id) {
        for (Destinations kind : kinds.all()) {
            var found = kind.find(id);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("no registered kind of destination accepts the id " + id);
    }

    @Override
    public Instant throttledUntil(DestinationId id) {
        return backlog.lastSlot(id);
    }

    @Override
    public boolean hasBacklog(DestinationId id) {
        return backlog.isDue(id);
    }
}
