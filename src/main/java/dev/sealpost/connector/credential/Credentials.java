package dev.sealpost.connector.credential;

import java.util.Optional;
import java.util.Set;

/** Credentials of this node by name. Thread-safe. */
public interface Credentials {

    /**
     * Returns the credential; empty if there is none of this name.
     *
     * @throws CredentialException if it is configured, and has a problem
     */
    Optional<Credential> find(String name);

    /** Names of all configured credentials, also of those with problems, in alphabetical order. */
    Set<String> names();

    /** Credentials of a node that has none. */
    static Credentials none() {
        return new Credentials() {
            @Override
            public Optional<Credential> find(String name) {
                return Optional.empty();
            }

            @Override
            public Set<String> names() {
                return Set.of();
            }
        };
    }
}
