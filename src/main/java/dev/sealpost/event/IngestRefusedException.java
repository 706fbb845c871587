package dev.sealpost.event;

import java.time.Duration;

/**
 * An event was not accepted: the disk is nearly full, the broker does not answer, this node has more events than it can deliver,
 * or it is stopping.
 */
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
