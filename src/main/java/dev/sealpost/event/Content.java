package dev.sealpost.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * What a receiver gets: bytes, and what they are, such as {@code application/json}.
 *
 * @param expiresAt from when on they are not worth delivering any more, to the millisecond; empty: never
 * @param trace that they belong to; empty where the producer named none
 * @param hops through which routes they came; empty: through none
 * @param period for how long they are kept; empty: as configured, and for an event that was read from its row
 */
public record Content(
        String type,
        Payload payload,
        Optional<Instant> expiresAt,
        Optional<TraceContext> trace,
        Optional<Hops> hops,
        Optional<PayloadPeriod> period) {

    public static final String JSON = "application/json";

    private static final String REMOVED_TYPE = JSON + ";sealpost=expired";

    /** What is shown in place of a payload that was removed. */
    public static final Content REMOVED =
            new Content(REMOVED_TYPE, new Payload("{\"expired\":true}".getBytes(StandardCharsets.US_ASCII)));

    public Content(String type, Payload payload, Optional<Instant> expiresAt) {
        this(type, payload, expiresAt, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Worth delivering for ever. */
    public Content(String type, Payload payload) {
        this(type, payload, Optional.empty());
    }

    public boolean isRemoved() {
        return type.equals(REMOVED_TYPE);
    }

    public static Content json(byte[] bytes) {
        return new Content(JSON, new Payload(bytes));
    }

    public Content in(Optional<TraceContext> its) {
        return new Content(type, payload, expiresAt, its, hops, period);
    }

    public Content through(Optional<Hops> its) {
        return new Content(type, payload, expiresAt, trace, its, period);
    }

    public Content keptFor(Optional<PayloadPeriod> its) {
        return new Content(type, payload, expiresAt, trace, hops, its);
    }
}
