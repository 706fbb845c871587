package dev.sealpost.connector;

import java.io.IOException;

/** Sends requests to vendors. */
@FunctionalInterface
public interface VendorClient {

    /**
     * Sends one request. Follows no redirect and repeats nothing.
     *
     * @throws IOException if no complete answer came: an address that is not allowed, DNS, connection, TLS, or the deadline
     * @throws IllegalArgumentException if the URL must not be called, with a message for users
     */
    VendorAnswer send(VendorRequest request) throws IOException;
}
