package dev.sealpost.event;

import java.time.Duration;

/** An event cannot be taken now, and was not: the disk is nearly full or the broker does not answer. */
public final class IngestRefusedException extends RuntimeException {

    private final Duration retryAfter;

    public IngestRefusedException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
