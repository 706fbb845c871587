package dev.sealpost.request;

import java.time.Duration;
import java.util.Optional;

/** A credential for an endpoint cannot be used. */
public final class EndpointCredentialException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Optional<Duration> retryAfter;

    /** @param retryAfter time after which it can be used; empty: unknown */
    public EndpointCredentialException(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
