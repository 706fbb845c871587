package dev.sealpost.delivery;

/** What the gate says to a delivery. */
sealed interface Verdict {

    /** It has a permit and a place: start it. */
    record Go(Destination destination) implements Verdict {}

    /** The gate keeps it and starts it later. */
    record Wait() implements Verdict {}

    /** It has to wait in a row; it holds nothing here. */
    record Defer(String reason) implements Verdict {}

    /** Its destination is no more. */
    record Cancel() implements Verdict {}
}
