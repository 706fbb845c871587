package dev.sealpost.connector.credential;

import java.time.Duration;
import java.util.Optional;

/** Thrown if a credential cannot be used. The message says in plain words what is wrong and what to do; it shows no secret. */
public final class CredentialException extends RuntimeException {

    private final transient Optional<Duration> retryAfter;
    private final boolean isUnset;

    public CredentialException(String message) {
        this(message, Optional.empty());
    }

    private CredentialException(String message, Optional<Duration> retryAfter, boolean isUnset) {
        super(message);
        this.retryAfter = retryAfter;
        this.isUnset = isUnset;
    }

    static CredentialException unset(String message) {
        return new CredentialException(message, Optional.empty(), true);
    }

    /** @param retryAfter pause that the token endpoint asked for */
    public CredentialException(String message, Optional<Duration> retryAfter) {
        this(message, retryAfter, false);
    }

    /** Returns true if an environment variable is not set: the credential is declared, but not set up yet. */
    public boolean isUnset() {
        return isUnset;
    }

    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
