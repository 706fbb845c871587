package dev.sealpost.attempt;

import java.time.Duration;

/** Attempts for tests of other packages. */
public final class Attempts {

    /** A receiver may ask for any wait up to a day. */
    public static final AttemptSettings.AskedWait ANY_WAIT =
            new AttemptSettings.AskedWait(Duration.ZERO, Duration.ofHours(24));

    private Attempts() {}
}
