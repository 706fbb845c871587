package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import java.util.Optional;

/** Way in which credentials of one kind authorize requests. Thread-safe. */
interface Authorization {

    /** Returns the secret for templates of a connector. */
    String secret();

    VendorRequest authorize(VendorRequest request, Placement placement);

    /** Returns whether another try makes sense after the answer 401 to this request. */
    boolean rejected(VendorRequest authorized);

    /** Returns the base URL that came with the token; may fetch a token. */
    Optional<String> url();

    /** Returns the reason why no token can be had at present. */
    Optional<String> failing();
}
