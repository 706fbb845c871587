package dev.sealpost.event;

import dev.sealpost.identifier.Rfc3339;
import java.time.Duration;
import java.time.Instant;

/** Until when a posted event is worth delivering. */
public sealed interface Expiry {

    /** The longest time that can be given. */
    Duration LONGEST = Duration.ofDays(3650);

    /** The time itself, for an event that was published then. */
    Instant of(Instant published);

    record At(Instant time) implements Expiry {

        /**
         * Reads a time as RFC 3339 has it.
         *
         * @throws IllegalArgumentException with a message for users
         */
        public static At parse(String text) {
            try {
                Instant time = Rfc3339.parse(text);
                if (!time.isBefore(Instant.EPOCH)) {
                    return new At(time);
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(expected(), e);
            }
            throw new IllegalArgumentException(expected());
        }

        private static String expected() {
            return "a time of RFC 3339 in the years 1970 to 9999 is expected, such as 2026-01-02T03:04:05Z";
        }

        @Override
        public Instant of(Instant published) {
            return time;
        }
    }

    record After(Duration time) implements Expiry {

        /**
         * Checks the time.
         *
         * @throws IllegalArgumentException with a message for users, when it is not 1 s to 10 years
         */
        public After {
            if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("1 to " + LONGEST.toSeconds() + " seconds are expected");
            }
        }

        @Override
        public Instant of(Instant published) {
            return published.plus(time);
        }
    }
}
