package dev.sealpost.delivery;

import java.time.Instant;

/** What follows an attempt. */
public sealed interface NextStep {

    /** Delivered: nothing is owed any more. */
    record Settle() implements NextStep {}

    record RetryAt(Instant time) implements NextStep {}

    /** A dead letter. */
    record Exhaust(String reason) implements NextStep {}

    /** A dead letter, and the endpoint is disabled. */
    record DisableEndpoint() implements NextStep {}
}
