package dev.sealpost.connector.limit;

import java.time.Duration;
import java.util.Optional;

/**
 * Rate limits of credentials. A pause that a vendor asked for holds for all routes that use the credential, on this node at once
 * and on the others through the shared database. Thread-safe.
 */
public interface CredentialLimits {

    /** Returns the remaining pause of the credential; empty if it may be used now. */
    Optional<Duration> pause(String credential);

    /** Pauses the credential from now on, unless it is paused for longer. */
    void pause(String credential, Duration time);

    /** Limits of a node without a database, such as for an offline command. */
    static CredentialLimits none() {
        return new CredentialLimits() {
            @Override
            public Optional<Duration> pause(String credential) {
                return Optional.empty();
            }

            @Override
            public void pause(String credential, Duration time) {
                // No other call can profit from it.
            }
        };
    }
}
