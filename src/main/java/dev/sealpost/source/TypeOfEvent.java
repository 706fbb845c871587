package dev.sealpost.source;

import dev.sealpost.event.EventType;
import java.util.Optional;

/** Finds the type of an event in a webhook. */
record TypeOfEvent(Expression expression, EventType otherwise) {

    /** The first of the expressions that gives a type, else the default one. */
    EventType of(WebhookFields webhook) {
        return expression
                .texts(webhook, TypeOfEvent::clean)
                .flatMap(text -> type(text).stream())
                .findFirst()
                .orElse(otherwise);
    }

    /** A value is made a part of a type: {@code orders/create} becomes {@code orders.create}, what is no letter becomes {@code _}. */
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
