package dev.sealpost.event;

import java.util.regex.Pattern;

/** Dotted name such as {@code order.created}: segments of letters, digits, {@code _} and {@code -}, at most 256 characters. */
public record EventType(String name) {

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final int LONGEST = 256;

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
