package dev.sealpost.event;

import java.util.Optional;

/**
 * What a receiver gets: bytes, what they are, such as {@code application/json}, and the trace they belong to.
 *
 * @param trace empty where the producer named none
 */
public record Content(String type, Payload payload, Optional<TraceContext> trace) {

    public static final String JSON = "application/json";

    public Content(String type, Payload payload) {
        this(type, payload, Optional.empty());
    }

    public static Content json(byte[] bytes) {
        return new Content(JSON, new Payload(bytes));
    }

    public Content in(Optional<TraceContext> its) {
        return new Content(type, payload, its);
    }
}
