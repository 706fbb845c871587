package dev.sealpost.connector.credential;

import java.time.Duration;
import java.util.Optional;

/** Thrown if a credential cannot be used. The message says in plain words what is wrong and what to do; it shows no secret. */
public final class CredentialException extends RuntimeException {

    private final transient Optional<Duration> retryAfter;

    public CredentialException(String message) {
        this(message, Optional.empty());
    }

    /** @param retryAfter pause that the token endpoint asked for */
    public CredentialException(String message, Optional<Duration> retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
