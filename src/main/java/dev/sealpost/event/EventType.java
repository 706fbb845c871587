package dev.sealpost.event;

import java.util.regex.Pattern;

/** Dotted name such as {@code order.created}: segments of letters, digits, {@code _} and {@code -}, at most 256 characters. */
public record EventType(String name) {

    public static final int LONGEST = 256;

    /** Regular expression of event types, also of ECMA 262. */
    public static final String PATTERN = "^[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*$";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException with a message for users, if the name is malformed
     */
    public EventType {
        if (name.length() > LONGEST || !FORM.matcher(name).matches()) {
            throw new IllegalArgumentException("an event type must be up to " + LONGEST
                    + " letters, digits, _ or - in segments separated by dots");
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
