package dev.sealpost.operational;

import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;

/** Kinds of notices. Names follow Svix where it has one. */
enum NoticeKind {
    ENDPOINT_CREATED("endpoint.created"),
    ENDPOINT_UPDATED("endpoint.updated"),
    ENDPOINT_DELETED("endpoint.deleted"),
    ENDPOINT_DISABLED("endpoint.disabled"),
    ENDPOINT_ENABLED("endpoint.enabled"),
    ENDPOINT_FAILING("endpoint.failing"),
    BREAKER_OPENED("endpoint.breaker.opened"),
    ATTEMPT_FAILING("message.attempt.failing"),
    ATTEMPT_EXHAUSTED("message.attempt.exhausted"),
    ATTEMPT_RECOVERED("message.attempt.recovered");

    private final Labels labels;

    NoticeKind(String type) {
        this.labels = Labels.of(new EventType(type));
    }

    EventType type() {
        return labels.type();
    }

    Labels labels() {
        return labels;
    }
}
