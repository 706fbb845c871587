package dev.sealpost.event;

import java.util.List;
import java.util.Optional;

/**
 * An event as a producer posts it to the API.
 *
 * @param payload the bytes of the member {@code payload} exactly as they came, from brace to brace
 * @param expiry empty: nothing was said about it
 * @param period for how long the payload is kept; empty: nothing was said about it
 * @param trace from the headers of the request
 * @param ignored pointers to members that nobody knows
 */
public record MessageIn(
        Labels labels,
        Payload payload,
        Optional<Expiry> expiry,
        Optional<PayloadPeriod> period,
        Optional<TraceContext> trace,
        List<String> ignored) {

    public MessageIn(Labels labels, Payload payload, Optional<Expiry> expiry) {
        this(labels, payload, expiry, Optional.empty(), Optional.empty(), List.of());
    }

    /**
     * Reads {@code {"eventType", "eventId", "payload", "channels", "tags", "expiresAt", "expireAfter",
     * "payloadRetentionPeriod"}}. Members that only answers have are passed over.
     *
     * @throws MalformedJsonException when the body is not JSON
     * @throws InvalidFieldsException when a member has a value that cannot be taken, or an unknown one is refused
     */
    public static MessageIn parse(byte[] body, UnknownMembers unknown) {
        return Json.read(body, new MessageReading(body, unknown)::read);
    }

    /** The same, with unknown members refused. */
    public static MessageIn parse(byte[] body) {
        return parse(body, UnknownMembers.REFUSE);
    }

    public MessageIn in(Optional<TraceContext> its) {
        return new MessageIn(labels, payload, expiry, period, its, ignored);
    }
}
