package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Asks each kind of destination in turn. The kinds are looked up late, for they need what this package offers. */
final class FindDestination implements Gate.Admission {

    private final ObjectProvider<Destinations> provider;
    private final Backlog backlog;
    private volatile @Nullable List<Destinations> kinds;

    FindDestination(ObjectProvider<Destinations> provider, Backlog backlog) {
        this.provider = provider;
        this.backlog = backlog;
    }

    @Override
    public Destination destination(DestinationId id) {
        for (Destinations kind : kinds()) {
            var found = kind.find(id);
            if (found.isPresent()) {
                return found.get();
            }
        }
        throw new IllegalStateException("no kind of destination knows " + id);
    }

    private List<Destinations> kinds() {
        List<Destinations> known = kinds;
        if (known == null) {
            known = provider.stream().toList();
            kinds = known;
        }
        return known;
    }

    @Override
    public Instant throttledUntil(DestinationId id) {
        return backlog.lastTurn(id);
    }

    @Override
    public boolean hasBacklog(DestinationId id) {
        return backlog.isDue(id);
    }
}
