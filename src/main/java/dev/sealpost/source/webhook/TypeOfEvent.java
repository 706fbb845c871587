package dev.sealpost.source.webhook;

import dev.sealpost.event.EventType;
import java.util.Optional;

/** Derives the event type from a webhook. */
record TypeOfEvent(Expression expression, EventType defaultType) {

    /** Returns the first valid type of the expressions, otherwise the default type. */
    EventType of(WebhookFields webhook) {
        return expression
                .texts(webhook, TypeOfEvent::clean)
                .flatMap(text -> type(text).stream())
                .findFirst()
                .orElse(defaultType);
    }

    /**
     * Cleans a value for use in a type: {@code orders/create} becomes {@code orders.create}, other characters become {@code _}.
     */
    static String clean(String value) {
        return value.replaceAll("^/+|/+$", "").replace('/', '.').replaceAll("[^A-Za-z0-9._-]", "_");
    }

    private static Optional<EventType> type(String text) {
        try {
            return Optional.of(new EventType(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
