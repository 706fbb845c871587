package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;

/** Finds destinations of every kind, and tells whether they have waiting rows. */
public interface DestinationLookup {

    /** Returns the current destination; a deleted one has readiness {@code GONE}. */
    Destination destination(DestinationId id);

    /**
     * Returns whether the destination has rows that are due. They precede fresh deliveries; a healthy destination gives them
     * half of its concurrency.
     */
    boolean hasBacklog(DestinationId id);

    /** Returns when the last row throttled by an earlier run is due; the epoch when there is none. */
    default Instant throttledUntil(DestinationId id) {
        return Instant.EPOCH;
    }
}
