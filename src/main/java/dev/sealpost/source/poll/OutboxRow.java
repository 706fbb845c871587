package dev.sealpost.source.poll;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.message.CheckContent;
import dev.sealpost.event.message.UnfitContentException;
import dev.sealpost.identifier.Uid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Row of an outbox as the JDBC driver returns it.
 *
 * @param columns by name: {@code id}, {@code event_key}, {@code event_type}, {@code payload}; optionally {@code application},
 *     {@code channels}, {@code payload_size}
 */
record OutboxRow(Map<String, ? extends @Nullable Object> columns) {

    private static final int LARGEST = 1024 * 1024;
    private static final int LONGEST_KEY = 256;

    Object id() {
        Object id = columns.get("id");
        if (id == null) {
            throw new IllegalArgumentException("the query of an outbox must return a column id that is not NULL");
        }
        return id;
    }

    /** @throws IllegalArgumentException with a message for the author of the row */
    Event event(OutboxPage page) {
        String key = required("event_key");
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("event_key is longer than " + LONGEST_KEY + " characters");
        }
        return new Event(
                EventId.derived("outbox", page.source(), key),
                application(page),
                page.now(),
                new Labels(new EventType(required("event_type")), uid(key), channels(), List.of()),
                payload());
    }

    private ApplicationId application(OutboxPage page) {
        String name = text("application").orElse(page.application());
        if (name.isEmpty()) {
            throw new IllegalArgumentException("application is NULL, and the route names no application");
        }
        return page.applications()
                .apply(name)
                .orElseThrow(() -> new IllegalArgumentException("no application has the id or uid " + name));
    }

    /** Returns the key as the uid of the event if it is a valid uid. */
    private static Optional<String> uid(String key) {
        try {
            return Optional.of(Uid.require(key, EventId.PREFIX));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private List<String> channels() {
        return text("channels").stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .map(String::strip)
                .filter(channel -> !channel.isEmpty())
                .map(Uid::requireLabel)
                .distinct()
                .toList();
    }

    /** Returns the bytes of a binary column, or the text of any other column in UTF-8. */
    private Content payload() {
        // The query returns NULL and the size for a payload that is too large to load.
        if (columns.get("payload_size") instanceof Number size && size.longValue() > LARGEST) {
            throw tooLarge(size.longValue());
        }
        Object value = columns.get("payload");
        if (value == null) {
            throw new IllegalArgumentException("payload is NULL");
        }
        byte[] bytes = value instanceof byte[] raw ? raw : value.toString().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > LARGEST) {
            throw tooLarge(bytes.length);
        }
        try {
            return CheckContent.of(Optional.of(Content.JSON), bytes);
        } catch (UnfitContentException e) {
            throw new IllegalArgumentException(e.messageAbout("payload"), e);
        }
    }

    private static IllegalArgumentException tooLarge(long size) {
        return new IllegalArgumentException("payload has " + size + " bytes or characters; the maximum is 1 MiB");
    }

    private String required(String column) {
        return text(column).orElseThrow(() -> new IllegalArgumentException(column + " is NULL or empty"));
    }

    private Optional<String> text(String column) {
        return Optional.<Object>ofNullable(columns.get(column))
                .map(Object::toString)
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }
}
