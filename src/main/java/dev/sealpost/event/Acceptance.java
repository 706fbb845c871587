package dev.sealpost.event;

import java.time.Duration;
import java.time.Instant;

/**
 * Range of event ids whose time matches the time of acceptance. Walking the ids of a span of time finds these events; other ids
 * (derived from a key, chosen by a producer, or delayed in the broker) are stray and have an index.
 */
public record Acceptance(String from, String to) {

    /** Maximum age of an id at its acceptance. */
    public static final Duration LATEST = Duration.ofMinutes(5);

    /** Maximum difference of the clocks of nodes. */
    public static final Duration SKEW = Duration.ofMinutes(1);

    static Acceptance at(Instant time) {
        return new Acceptance(EventId.boundary(time.minus(LATEST)), EventId.boundary(time.plus(SKEW)));
    }

    boolean contains(EventId id) {
        String value = id.value();
        return value.length() == from.length() && value.compareTo(from) >= 0 && value.compareTo(to) < 0;
    }
}
