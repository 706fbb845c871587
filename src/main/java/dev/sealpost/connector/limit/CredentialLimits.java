package dev.sealpost.connector.limit;

import dev.sealpost.connector.credential.Credential;
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

    /** Right to send one request; to close after the answer. */
    interface Permit extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Waits until fewer requests of this node than the credential's {@code concurrency} are under way.
     *
     * @param wait longest time to wait
     * @return empty if no permit became free
     */
    default Optional<Permit> enter(Credential credential, Duration wait) {
        return Optional.of(() -> {});
    }

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
