package dev.sealpost.api;

import java.time.Duration;

/** An application sends more events than one may. */
final class TooManyEventsException extends RuntimeException {

    private final Duration retryAfter;

    TooManyEventsException(Duration retryAfter) {
        super("this application sends more events a second than one may (sealpost.api.ingest-rate); try again");
        this.retryAfter = retryAfter;
    }

    /** When the next one may come. */
    Duration retryAfter() {
        return retryAfter;
    }
}
