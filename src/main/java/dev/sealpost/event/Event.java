package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;
import java.util.Optional;

/**
 * An immutable fact.
 *
 * @param time when it was published, to the millisecond
 */
public record Event(EventId id, ApplicationId application, Instant time, Labels labels, Content content) {

    public EventType type() {
        return labels.type();
    }

    /** From when on it is not worth delivering any more; empty: never. */
    public Optional<Instant> expiresAt() {
        return content.expiresAt();
    }

    public Payload payload() {
        return content.payload();
    }
}
