package dev.sealpost.source.poll;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * Options of a {@code poll:} URI.
 *
 * @param name under which the cursor is stored
 * @param interval from the end of a round to the start of the next
 * @param start cursor of the very first round; may be empty
 */
record PollOptions(String name, Duration interval, String start) {

    static final String INTERVAL = "1m";

    private static final Duration SHORTEST = Duration.ofMillis(10);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,62}");

    /** @throws IllegalArgumentException with a message for the author of the route */
    PollOptions {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("poll:" + name
                    + ": a name starts with a letter and contains only lower-case letters, digits and -");
        }
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("the option interval=" + interval + " must be from 10ms to 7d");
        }
    }
}
