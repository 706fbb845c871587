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
     * @param failedRun of a route that failed: where
     */
    public record Answer(Optional<Integer> status, String text, Optional<FailedRun> failedRun) {

        public static final Answer NONE = new Answer(Optional.empty(), "");

        public Answer(Optional<Integer> status, String text) {
            this(status, text, Optional.empty());
        }

        public Answer of(Optional<FailedRun> run) {
            return new Answer(status, text, run);
        }
    }
}
