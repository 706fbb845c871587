package dev.sealpost.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A completed attempt.
 *
 * @param url the URL called; empty for a route
 */
public record Attempted(
        AttemptOutcome outcome,
        NextStep next,
        Answer answer,
        Instant startedAt,
        Duration duration,
        Optional<String> url) {

    public Attempted(AttemptOutcome outcome, NextStep next, Answer answer, Instant startedAt, Duration duration) {
        this(outcome, next, answer, startedAt, duration, Optional.empty());
    }

    /** Returns a copy with another next step. */
    public Attempted followedBy(NextStep step) {
        return new Attempted(outcome, step, answer, startedAt, duration, url);
    }

    public Instant endedAt() {
        return startedAt.plus(duration);
    }

    /** Returns a copy without the response body. */
    public Attempted withoutText() {
        return new Attempted(outcome, next, new Answer(answer.status(), ""), startedAt, duration, url);
    }

    /**
     * Response of the receiver.
     *
     * @param text the first 4 KiB of the body, decoded leniently
     * @param failedRun where the route failed, if it did
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
