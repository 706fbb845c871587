package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.util.Optional;

/** Finds destinations of one kind. */
public interface Destinations {

    /** Empty when the id is of another kind; a destination of this kind that is not there has the readiness for it. */
    Optional<Destination> find(DestinationId id);
}
