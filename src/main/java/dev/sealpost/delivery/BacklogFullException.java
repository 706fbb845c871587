package dev.sealpost.delivery;

import java.time.Duration;

/** Thrown when an application has reached its quota of waiting deliveries. */
public final class BacklogFullException extends RuntimeException {

    private final Duration retryAfter;

    BacklogFullException(String message, Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
