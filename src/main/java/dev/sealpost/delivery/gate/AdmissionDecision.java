package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;

/** What the gate says to a delivery. */
public sealed interface AdmissionDecision {

    /**
     * It has a permit and a place: start it.
     *
     * @param in after this many nanoseconds, a moment at most
     */
    record Go(Destination destination, long in) implements AdmissionDecision {}

    /** The gate keeps it and starts it later. */
    record Wait() implements AdmissionDecision {}

    /**
     * It has to wait in a row; it holds nothing here.
     *
     * @param in after how many nanoseconds the row is due
     */
    record Defer(String reason, long in) implements AdmissionDecision {

        Defer(String reason) {
            this(reason, 0);
        }
    }

    /** Its destination is no more. */
    record Cancel() implements AdmissionDecision {}

    /** It has lost its worth. */
    record Expire() implements AdmissionDecision {}
}
