package dev.sealpost.delivery.flight;

import dev.sealpost.delivery.Attempted;
import java.time.Instant;

/** What became of a delivery at this node. */
public sealed interface Result {

    /** An attempt was made. */
    record Made(Attempted attempted) implements Result {}

    /** We failed before or while trying; no attempt is counted. */
    record Faulted(String reason, Instant time) implements Result {}

    /** It was not tried and waits in its row. */
    record PutOff(String reason, Instant dueAt) implements Result {}

    /** It has lost its worth before it was delivered. */
    record Expired() implements Result {}

    /** Its destination is no more. */
    record Cancelled(String reason) implements Result {}
}
