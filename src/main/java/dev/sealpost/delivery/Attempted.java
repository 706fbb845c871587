package dev.sealpost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One attempt that has been made. */
public record Attempted(AttemptOutcome outcome, NextStep next, Answer answer, Instant startedAt, Duration duration) {

    /**
     * What came back.
     *
     * @param text the first 4 KiB of the body, decoded leniently
     */
    public record Answer(Optional<Integer> status, String text) {

        public static final Answer NONE = new Answer(Optional.empty(), "");
    }
}
