package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import java.util.Optional;

/** Way in which credentials of one kind authorize requests. Thread-safe. */
interface Authorization {

    /** Returns the secret for templates of a connector. */
    String secret();

    VendorRequest authorize(VendorRequest request, Placement placement);

    /** Returns whether another try makes sense after the answer 401 to this request. A vendor rejects a constant secret again. */
    default boolean rejected(VendorRequest authorized) {
        return false;
    }

    /** Returns the base URL that came with the token; may fetch a token. */
    default Optional<String> url() {
        return Optional.empty();
    }

    /** Returns the reason why no token can be had at present. */
    default Optional<String> failing() {
        return Optional.empty();
    }
}
