package dev.sealpost.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sealpost.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An event as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record MessageOut(
        String id,
        String eventType,
        Optional<String> eventId,
        Optional<List<String>> channels,
        Optional<List<String>> tags,
        Instant timestamp,
        Optional<Instant> expiresAt,
        RawJson payload) {

    /** An event with the payload as it was posted, or with {@code {}}. */
    static MessageOut of(Event event, RawJson payload) {
        return new MessageOut(
                event.id().value(),
                event.type().name(),
                event.labels().uid(),
                listed(event.labels().channels()),
                listed(event.labels().tags()),
                event.time(),
                event.expiresAt(),
                payload);
    }

    private static Optional<List<String>> listed(List<String> list) {
        return list.isEmpty() ? Optional.empty() : Optional.of(list);
    }
}
