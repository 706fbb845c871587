package dev.sealpost.api.message;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Event in an answer.
 *
 * @param payloadEncoding {@code base64} if the payload is neither JSON nor text; otherwise empty
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MessageOut(
        String id,
        String eventType,
        Optional<String> eventId,
        Optional<List<String>> channels,
        Optional<List<String>> tags,
        Instant timestamp,
        Optional<Instant> expiresAt,
        RawJson payload,
        Optional<String> payloadEncoding) {

    /** Converts an event with its payload, or with {@code {}}. */
    static MessageOut of(Event event, RawJson payload) {
        return new MessageOut(
                event.id().value(),
                event.type().name(),
                event.labels().uid(),
                listed(event.labels().channels()),
                listed(event.labels().tags()),
                event.time(),
                event.expiresAt(),
                payload,
                payload.isBase64() ? Optional.of("base64") : Optional.empty());
    }

    private static Optional<List<String>> listed(List<String> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }
}
