package dev.sealpost.connector.credential;

import java.util.Optional;

/** Way to a new access token. Called by one thread at a time for each credential of this node. */
@FunctionalInterface
interface ObtainToken {

    /**
     * Returns a token.
     *
     * @param rejected token that the vendor rejected before it was due, and that must not be returned
     * @throws CredentialException if none can be had, with a message for operators
     */
    Token obtain(Optional<String> rejected);
}
