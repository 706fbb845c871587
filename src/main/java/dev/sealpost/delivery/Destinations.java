package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/** Finds destinations of one kind. */
public interface Destinations {

    /**
     * Returns the destination, or empty when the id is of another kind. A missing destination of this kind has readiness
     * {@code GONE}.
     */
    Optional<Destination> find(DestinationId id);
}
