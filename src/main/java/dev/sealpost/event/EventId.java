package dev.sealpost.event;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Event id, sent as {@code webhook-id}: {@code msg_} and 27 characters, or chosen by a producer, up to 64 of {@code A-Z a-z 0-9
 * _ -}.
 */
public record EventId(String value) {

    public static final String PREFIX = "msg_";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException with a message for users, if the id is malformed
     */
    public EventId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an event id must be 1 to 64 letters, digits, _ or -");
        }
    }

    public static EventId at(Instant time) {
        return new EventId(PREFIX + Ksuid.at(time));
    }

    /**
     * Returns a text that sorts between the ids of events before this time and those after it. Ids without a time can sort
     * anywhere.
     */
    public static String boundary(Instant time) {
        return PREFIX + Ksuid.first(time);
    }

    /** Derives the id from parts such as application and idempotency key; always the same for the same parts. */
    public static EventId derived(String... parts) {
        return new EventId(PREFIX + Ksuid.derived(parts));
    }

    /** Derives the id from parts; sorts by the time. */
    public static EventId derivedAt(Instant time, String... parts) {
        return new EventId(PREFIX + Ksuid.derivedAt(time, parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
