package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;

/** Decision of the gate about one delivery. */
public sealed interface AdmissionDecision {

    /**
     * Admitted: start it.
     *
     * @param in delay before the start, in nanoseconds; short
     */
    record Go(Destination destination, long in) implements AdmissionDecision {}

    /** Queued by the gate, which starts it later. */
    record Wait() implements AdmissionDecision {}

    /**
     * Deferred: it must wait in a row, and holds no permit.
     *
     * @param in delay until the row is due, in nanoseconds
     */
    record Defer(String reason, long in) implements AdmissionDecision {

        Defer(String reason) {
            this(reason, 0);
        }
    }

    /** The destination was deleted. */
    record Cancel() implements AdmissionDecision {}

    /** The event has expired. */
    record Expire() implements AdmissionDecision {}
}
