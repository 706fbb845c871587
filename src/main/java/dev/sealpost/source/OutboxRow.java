package dev.sealpost.source;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.CheckContent;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.UnfitContentException;
import dev.sealpost.identifier.Uid;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of an outbox, as a driver gave it.
 *
 * @param columns by name: {@code id}, {@code event_key}, {@code event_type}, {@code payload}; and, where they are there,
 *     {@code application}, {@code channels}, {@code payload_size}
 */
record OutboxRow(Map<String, ? extends @Nullable Object> columns) {

    private static final int LARGEST = 1024 * 1024;
    private static final int LONGEST_KEY = 256;

    Object id() {
        Object id = columns.get("id");
        if (id == null) {
            throw new IllegalArgumentException(
                    "an outbox is read with a column id that is not NULL, to mark the rows by");
        }
        return id;
    }

    /** @throws IllegalArgumentException with what is wrong with the row, for whoever writes such rows */
    Event event(OutboxPage page) {
        String key = required("event_key");
        if (key.length() > LONGEST_KEY) {
            throw new IllegalArgumentException("event_key is at most " + LONGEST_KEY + " characters long");
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
            throw new IllegalArgumentException("application is NULL, and the route names none");
        }
        return page.applications()
                .apply(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no application with the id or uid " + name));
    }

    /** By which the API finds the event, where the key looks like one. */
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

    /** The bytes of a binary column, or a text in UTF-8; what a driver has for JSON gives its text. */
    private Content payload() {
        // What is too large is not loaded: the query gives NULL for it, and its size.
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
        return new IllegalArgumentException("payload has " + size + " bytes or characters; at most 1 MiB is taken");
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
