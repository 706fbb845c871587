package dev.sealpost.event.message;

import dev.sealpost.event.Content;
import dev.sealpost.event.Expiry;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.TraceContext;
import java.util.List;
import java.util.Optional;

/**
 * Event as posted to the API.
 *
 * @param payload bytes of the member {@code payload}, unchanged
 * @param expiry empty: not given
 * @param period retention of the payload; empty: not given
 * @param trace trace context from the headers of the request
 * @param ignored pointers to unknown members
 * @param contentType of the payload: JSON, unless the payload was sent as a text
 */
public record MessageIn(
        Labels labels,
        Payload payload,
        Optional<Expiry> expiry,
        Optional<PayloadPeriod> period,
        Optional<TraceContext> trace,
        List<String> ignored,
        String contentType) {

    /** Maximum number of channels of a message. */
    public static final int MOST_CHANNELS = 5;

    /** Maximum number of tags of a message. */
    public static final int MOST_TAGS = 10;

    public MessageIn(Labels labels, Payload payload, Optional<Expiry> expiry) {
        this(labels, payload, expiry, Optional.empty(), Optional.empty(), List.of(), Content.JSON);
    }

    /**
     * Reads {@code {"eventType", "eventId", "payload", "channels", "tags", "expiresAt", "expireAfter",
     * "payloadRetentionPeriod"}}. Skips members that only answers have.
     *
     * @throws MalformedJsonException if the body is not JSON
     * @throws InvalidFieldsException if a member is invalid, or unknown and refused
     */
    public static MessageIn parse(byte[] body, UnknownMembers unknown) {
        return Json.read(body, new MessageReading(body, unknown)::read);
    }

    public MessageIn in(Optional<TraceContext> newTrace) {
        return new MessageIn(labels, payload, expiry, period, newTrace, ignored, contentType);
    }
}
