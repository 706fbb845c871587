package dev.sealpost.event;

import java.time.Duration;
import java.time.Instant;

/**
 * When events are accepted, and which ids tell so: those in the form of ours whose time is about that moment. Walking the ids
 * of a span of time finds these; the others (from a key, from a producer, or long in the broker) are stray and have an index.
 */
public record Acceptance(String from, String to) {

    /** How much older than its acceptance an id may be and still tell it. */
    public static final Duration LATEST = Duration.ofMinutes(5);

    /** How far the clocks of nodes may be apart. */
    public static final Duration SKEW = Duration.ofMinutes(1);

    static Acceptance at(Instant time) {
        return new Acceptance(EventId.boundary(time.minus(LATEST)), EventId.boundary(time.plus(SKEW)));
    }

    boolean isToldBy(EventId id) {
        String value = id.value();
        return value.length() == from.length() && value.compareTo(from) >= 0 && value.compareTo(to) < 0;
    }
}
