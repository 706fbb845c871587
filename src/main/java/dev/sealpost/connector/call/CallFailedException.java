package dev.sealpost.connector.call;

import dev.sealpost.delivery.AttemptOutcome;

/** Thrown inside a call that failed, with its outcome. */
final class CallFailedException extends RuntimeException {

    private final transient AttemptOutcome outcome;

    CallFailedException(AttemptOutcome outcome, String reason) {
        super(reason);
        this.outcome = outcome;
    }

    /** @param cause failure of the connection, on which routes can react */
    CallFailedException(AttemptOutcome outcome, Exception cause) {
        super(String.valueOf(cause.getMessage()), cause);
        this.outcome = outcome;
    }

    AttemptOutcome outcome() {
        return outcome;
    }
}
