package dev.sealpost.delivery;

import java.time.Instant;

/** Consequence of an attempt. */
public sealed interface NextStep {

    /** Delivered. */
    record Settle() implements NextStep {}

    record RetryAt(Instant time) implements NextStep {}

    /** The delivery becomes a dead letter. */
    record Exhaust(String reason) implements NextStep {}

    /** The delivery becomes a dead letter and its endpoint is disabled. */
    record DisableEndpoint() implements NextStep {}
}
