package dev.sealpost.api.edge;

import java.time.Duration;

/** An application sends more events than one may. */
public final class TooManyEventsException extends RuntimeException {

    private final Duration retryAfter;

    public TooManyEventsException(Duration retryAfter) {
        super("this application sends more events a second than one may (sealpost.api.ingest-rate); try again");
        this.retryAfter = retryAfter;
    }

    /** When the next one may come. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
