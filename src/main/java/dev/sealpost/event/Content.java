package dev.sealpost.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * Content that a receiver gets: bytes and their type, such as {@code application/json}.
 *
 * @param expiresAt time of expiry, in milliseconds precision; empty: never
 * @param trace trace context of the producer; empty: none
 * @param hops routes that the event passed through; empty: none
 * @param period retention of the payload; empty: as configured, or not read from the database
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

    /** Replacement shown for a removed payload. */
    public static final Content REMOVED =
            new Content(REMOVED_TYPE, new Payload("{\"expired\":true}".getBytes(StandardCharsets.US_ASCII)));

    public Content(String type, Payload payload, Optional<Instant> expiresAt) {
        this(type, payload, expiresAt, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Creates content that never expires. */
    public Content(String type, Payload payload) {
        this(type, payload, Optional.empty());
    }

    public boolean isRemoved() {
        return type.equals(REMOVED_TYPE);
    }

    public static Content json(byte[] bytes) {
        return new Content(JSON, new Payload(bytes));
    }

    public Content in(Optional<TraceContext> newTrace) {
        return new Content(type, payload, expiresAt, newTrace, hops, period);
    }

    public Content through(Optional<Hops> newHops) {
        return new Content(type, payload, expiresAt, trace, newHops, period);
    }

    public Content keptFor(Optional<PayloadPeriod> newPeriod) {
        return new Content(type, payload, expiresAt, trace, hops, newPeriod);
    }
}
