package dev.sealpost.delivery;

/** Thrown inside a route by a step that knows how the receiver failed; everything else is {@code Failed(message, false)}. */
public final class ReceiverFailure extends RuntimeException {

    private final transient AttemptOutcome outcome;

    public ReceiverFailure(AttemptOutcome outcome, String message) {
        super(message);
        this.outcome = outcome;
    }

    public AttemptOutcome outcome() {
        return outcome;
    }
}
