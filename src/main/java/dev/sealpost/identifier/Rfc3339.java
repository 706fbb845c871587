package dev.sealpost.identifier;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;

/** Parses times of users (RFC 3339) in the years 0 to 9999, the range of columns and answers. */
public final class Rfc3339 {

    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant AFTER_LAST = Instant.parse("+10000-01-01T00:00:00Z");

    private Rfc3339() {}

    /**
     * Reads a time.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static Instant parse(String text) {
        Instant time;
        try {
            time = OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time such as 2030-01-31T12:00:00Z is expected", e);
        }
        if (!isWithin(time)) {
            throw new IllegalArgumentException("a time in the years 0000 to 9999 is expected");
        }
        return time;
    }

    /** Returns whether the year of the time in UTC has four digits. */
    public static boolean isWithin(Instant time) {
        return !time.isBefore(FIRST) && time.isBefore(AFTER_LAST);
    }
}
