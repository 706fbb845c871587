package dev.sealpost.api.edge;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The header by which a client says that a request is a repeat. */
public final class IdempotencyHeader {

    /** Svix's clients make a key of this form for each call, to repeat the call; it says nothing about what is asked for. */
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

    /** Ends a request that is done again with each repeat, unless the key is one that client libraries always send. */
    public static void refuse(HttpServletRequest request) {
        if (of(request).filter(key -> !key.startsWith(KEY_OF_CLIENT)).isPresent()) {
            throw InvalidParameterException.ofHeader(
                    NAME, "this operation is done again with each request: leave the header out");
        }
    }
}
