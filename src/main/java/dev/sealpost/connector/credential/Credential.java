package dev.sealpost.connector.credential;

import dev.sealpost.connector.VendorRequest;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Account at a vendor, as configured in {@code config/credentials.yaml}. Find it again for each request: the file is read again
 * when it changes. Thread-safe.
 */
public interface Credential {

    /** Grant to the endpoints of every application. */
    String EVERY_APPLICATION = "*";

    /** Name by which routes refer to it. */
    String name();

    CredentialKind kind();

    /**
     * Returns the base URL of the account, without a trailing slash; it applies where a connector's parameter {@code baseUrl} is
     * not set. May fetch a token if the URL comes with it.
     *
     * @throws CredentialException as {@link #authorize}
     */
    Optional<String> url();

    /** Further values of the account that are no secrets, such as {@code accountSid}, and the {@code username} of a basic one. */
    Map<String, String> values();

    /** Ids or uids of the applications whose endpoints may use it, or {@link #EVERY_APPLICATION}. */
    default Set<String> applications() {
        return Set.of();
    }

    /** Maximum number of requests of this node with the credential at one time; empty: no limit. */
    default OptionalInt concurrency() {
        return OptionalInt.empty();
    }

    /**
     * Returns the secret for {@link Placement.InTemplate}: the key, token or URL. May fetch a token.
     *
     * @throws CredentialException as {@link #authorize}
     */
    String secret();

    /**
     * Returns the request with the credential in its place. May fetch a token, once for all callers.
     *
     * @throws CredentialException if a value is missing or no token can be had
     */
    VendorRequest authorize(VendorRequest request, Placement placement);

    /**
     * Tells that the vendor answered 401 to this authorized request.
     *
     * @return true if one more try with {@link #authorize} makes sense: another token is or will be there
     */
    boolean rejected(VendorRequest authorized);
}
