package dev.sealpost.delivery;

import java.time.Duration;

/** So many deliveries of an application wait that no more of its events are taken now. */
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
