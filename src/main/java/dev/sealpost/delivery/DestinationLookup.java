package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;

/** Knows every destination, and what waits for it in rows. */
public interface DestinationLookup {

    /** The destination as it is now; one that was deleted has the readiness for it. */
    Destination destination(DestinationId id);

    /** Whether rows of this destination are due. They go before what is fresh or, where it is healthy, get half of its places. */
    boolean hasBacklog(DestinationId id);

    /** When the last of the rows is due that were throttled before this node started; long ago when there is none. */
    default Instant throttledUntil(DestinationId id) {
        return Instant.EPOCH;
    }
}
