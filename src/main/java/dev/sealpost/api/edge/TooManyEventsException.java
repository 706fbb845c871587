package dev.sealpost.api.edge;

import java.time.Duration;

/** Thrown when an application exceeds its event rate. */
public final class TooManyEventsException extends RuntimeException {

    private final Duration retryAfter;

    public TooManyEventsException(Duration retryAfter) {
        super("this application exceeds its limit of events per second (sealpost.api.ingest-rate); retry later");
        this.retryAfter = retryAfter;
    }

    /** Time until the next event is accepted. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
