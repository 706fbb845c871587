package dev.sealpost.event;

import dev.sealpost.identifier.Ksuid;
import java.time.Instant;
import java.util.regex.Pattern;

/** The {@code webhook-id}: {@code msg_} and 27 characters, or what a producer chose, up to 64 of {@code A-Z a-z 0-9 _ -}. */
public record EventId(String value) {

    public static final String PREFIX = "msg_";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException with a message for users, when the id has another form
     */
    public EventId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an event id is 1 to 64 letters, digits, _ and -");
        }
    }

    public static EventId at(Instant time) {
        return new EventId(PREFIX + Ksuid.at(time));
    }

    /**
     * What sorts between the ids of events that were published before this time and those of later ones. Ids that do not tell
     * their time lie anywhere.
     */
    public static String boundary(Instant time) {
        return PREFIX + Ksuid.first(time);
    }

    /** The one id that these parts have, such as application and idempotency key. */
    public static EventId derived(String... parts) {
        return new EventId(PREFIX + Ksuid.derived(parts));
    }

    /** The one id that these parts have, sorted by the time. */
    public static EventId derivedAt(Instant time, String... parts) {
        return new EventId(PREFIX + Ksuid.derivedAt(time, parts));
    }

    @Override
    public String toString() {
        return value;
    }
}
