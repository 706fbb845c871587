package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;
import java.util.Optional;

/**
 * Immutable event.
 *
 * @param time time of publication, in milliseconds precision
 */
public record Event(EventId id, ApplicationId application, Instant time, Labels labels, Content content) {

    public EventType type() {
        return labels.type();
    }

    /** Returns the time of expiry; empty: never. */
    public Optional<Instant> expiresAt() {
        return content.expiresAt();
    }

    Event with(Content newContent) {
        return new Event(id, application, time, labels, newContent);
    }

    public Payload payload() {
        return content.payload();
    }
}
