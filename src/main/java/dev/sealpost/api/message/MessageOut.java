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
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> channels,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> tags,
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
                event.labels().channels(),
                event.labels().tags(),
                event.time(),
                event.expiresAt(),
                payload,
                payload.isBase64() ? Optional.of("base64") : Optional.empty());
    }
}
