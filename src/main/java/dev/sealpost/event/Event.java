package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import java.time.Instant;

/**
 * An immutable fact.
 *
 * @param time when it was published, to the millisecond
 */
public record Event(EventId id, ApplicationId application, Instant time, Labels labels, Content content) {

    public EventType type() {
        return labels.type();
    }

    public Payload payload() {
        return content.payload();
    }
}
