package dev.sealpost.event;

import dev.sealpost.identifier.Rfc3339;
import java.time.Duration;
import java.time.Instant;

/** Expiry of a posted event. */
public sealed interface Expiry {

    /** Maximum duration. */
    Duration LONGEST = Duration.ofDays(3650);

    /** Returns the time of expiry of an event published at this time. */
    Instant of(Instant published);

    record At(Instant time) implements Expiry {

        /**
         * Parses a time in RFC 3339 format.
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
            return "must be an RFC 3339 time in the years 1970 to 9999, such as 2026-01-02T03:04:05Z";
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
         * @throws IllegalArgumentException with a message for users, if it is not from 1 s to 10 years
         */
        public After {
            if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("must be from 1 to " + LONGEST.toSeconds() + " seconds");
            }
        }

        @Override
        public Instant of(Instant published) {
            return published.plus(time);
        }
    }
}
