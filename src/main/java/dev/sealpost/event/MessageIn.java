package dev.sealpost.event;

import java.util.Optional;

/**
 * An event as a producer posts it to the API.
 *
 * @param expiry empty: nothing was said about it
 * @param payload the bytes of the member {@code payload} exactly as they came, from brace to brace
 */
public record MessageIn(Labels labels, Payload payload, Optional<Expiry> expiry) {

    /**
     * Reads {@code {"eventType", "eventId", "payload", "channels", "tags", "expiresAt", "expireAfter"}}; other members are
     * ignored.
     *
     * @throws MalformedJsonException when the body is not JSON
     * @throws InvalidFieldsException when a member has a value that cannot be taken
     */
    public static MessageIn parse(byte[] body) {
        return Json.read(body, new MessageReading(body)::read);
    }
}
