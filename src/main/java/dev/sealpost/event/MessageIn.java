package dev.sealpost.event;

import java.util.Optional;

/**
 * An event as a producer posts it to the API.
 *
 * @param payload the bytes of the member {@code payload} exactly as they came, from brace to brace
 * @param expiry empty: nothing was said about it
 * @param period for how long the payload is kept; empty: nothing was said about it
 * @param trace from the headers of the request
 */
public record MessageIn(
        Labels labels,
        Payload payload,
        Optional<Expiry> expiry,
        Optional<PayloadPeriod> period,
        Optional<TraceContext> trace) {

    public MessageIn(Labels labels, Payload payload, Optional<Expiry> expiry) {
        this(labels, payload, expiry, Optional.empty(), Optional.empty());
    }

    /**
     * Reads {@code {"eventType", "eventId", "payload", "channels", "tags", "expiresAt", "expireAfter",
     * "payloadRetentionPeriod"}}; other members are ignored.
     *
     * @throws MalformedJsonException when the body is not JSON
     * @throws InvalidFieldsException when a member has a value that cannot be taken
     */
    public static MessageIn parse(byte[] body) {
        return Json.read(body, new MessageReading(body)::read);
    }

    public MessageIn in(Optional<TraceContext> its) {
        return new MessageIn(labels, payload, expiry, period, its);
    }
}
