package dev.sealpost.event;

import java.time.Instant;
import java.util.Optional;

/**
 * Bytes and what they are, such as {@code application/json}.
 *
 * @param expiresAt from when on they are not worth delivering any more, to the millisecond; empty: never
 */
public record Content(String type, Payload payload, Optional<Instant> expiresAt) {

    public static final String JSON = "application/json";

    /** Worth delivering for ever. */
    public Content(String type, Payload payload) {
        this(type, payload, Optional.empty());
    }

    public static Content json(byte[] bytes) {
        return new Content(JSON, new Payload(bytes));
    }
}
