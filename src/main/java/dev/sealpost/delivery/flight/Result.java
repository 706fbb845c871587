package dev.sealpost.delivery.flight;

import dev.sealpost.delivery.Attempted;
import java.time.Instant;

/** Result of a delivery on this node. */
public sealed interface Result {

    /** An attempt was made. */
    record Made(Attempted attempted) implements Result {}

    /** The node failed before or during the attempt; no attempt is counted. */
    record Faulted(String reason, Instant time) implements Result {}

    /** Not attempted; waits in its row. */
    record Deferred(String reason, Instant dueAt) implements Result {}

    /** The event expired before it was delivered. */
    record Expired() implements Result {}

    /** The destination was deleted. */
    record Cancelled(String reason) implements Result {}
}
