package dev.sealpost.api;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The header by which a client says that a request is a repeat. */
final class IdempotencyHeader {

    private static final String NAME = "idempotency-key";
    private static final int LONGEST = 256;

    private IdempotencyHeader() {}

    static Optional<String> of(HttpServletRequest request) {
        Optional<String> key = Optional.ofNullable(request.getHeader(NAME));
        if (key.filter(text -> text.isBlank() || text.length() > LONGEST).isPresent()) {
            throw InvalidParameterException.ofHeader(NAME, "a key of 1 to " + LONGEST + " characters is expected");
        }
        return key;
    }
}
