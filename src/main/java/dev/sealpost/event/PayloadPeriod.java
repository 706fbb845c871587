package dev.sealpost.event;

import java.time.Duration;
import java.time.Instant;

/**
 * Retention of a payload as requested by its producer. The bounds are those of Svix for {@code payloadRetentionPeriod} of a
 * message.
 *
 * @param days days since the event was published
 */
public record PayloadPeriod(int days) {

    public static final int FEWEST = 5;
    public static final int MOST = 90;

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public PayloadPeriod {
        if (days < FEWEST || days > MOST) {
            throw new IllegalArgumentException(expected());
        }
    }

    /**
     * Parses the number of days.
     *
     * @throws IllegalArgumentException with a message for users
     */
    public static PayloadPeriod parse(String text) {
        try {
            return new PayloadPeriod(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected(), e);
        }
    }

    public static String expected() {
        return "must be a whole number of days from " + FEWEST + " to " + MOST;
    }

    Instant end(Instant published) {
        return published.plus(Duration.ofDays(days));
    }
}
