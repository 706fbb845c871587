package dev.sealpost.signature;

import java.time.Instant;

/** Too many signing keys of an endpoint are valid. */
public final class TooManyKeysException extends RuntimeException {

    private static final long serialVersionUID = 1;

    /** @param next time at which the next key expires */
    TooManyKeysException(Instant next) {
        super("at most " + SigningKeys.MOST + " secrets can be valid at one time; the next expires at " + next
                + ". Rotate with a gracePeriodSeconds of 0, or wait");
    }
}
