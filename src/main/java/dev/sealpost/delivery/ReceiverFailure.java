package dev.sealpost.delivery;

/** Thrown by a step of a route that knows how the receiver failed; any other exception is {@code Failed(message, false)}. */
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
