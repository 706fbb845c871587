package dev.sealpost.api.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Header that marks repeated requests. */
public final class IdempotencyHeader {

    /** Prefix of keys that Svix clients generate for retries of a call. */
    public static final String KEY_OF_CLIENT = "auto_";

    private static final String NAME = "idempotency-key";
    private static final int LONGEST = 256;

    private IdempotencyHeader() {}

    public static Optional<String> of(HttpServletRequest request) {
        Optional<String> key = Optional.ofNullable(request.getHeader(NAME));
        if (key.filter(text -> text.isBlank() || text.length() > LONGEST).isPresent()) {
            throw InvalidParameterException.ofHeader(NAME, "a key of 1 to " + LONGEST + " characters is expected");
        }
        return key;
    }

    /** Rejects a key for an operation that is not idempotent, unless a client library generated it. */
    public static void refuse(HttpServletRequest request) {
        if (of(request).filter(key -> !key.startsWith(KEY_OF_CLIENT)).isPresent()) {
            throw InvalidParameterException.ofHeader(NAME, "this operation is not idempotent: omit the header");
        }
    }
}
