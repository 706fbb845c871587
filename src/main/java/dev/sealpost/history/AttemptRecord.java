package dev.sealpost.history;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.identifier.Ksuid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One attempt as it was recorded. */
public record AttemptRecord(DeliveryKey key, AttemptKey attemptKey, Result result, Answer answer, Timing timing) {

    private static final String PREFIX = "atmpt_";
    private static final String SUCCEEDED = new AttemptOutcome.Succeeded().word();

    /**
     * How it ended.
     *
     * @param outcome a word of {@link AttemptOutcome}
     * @param url where it went; empty for a route
     */
    public record Result(String outcome, Optional<String> reason, Optional<String> url) {}

    /** When it was made, and when the next one is due. */
    public record Timing(Instant startedAt, Duration duration, Optional<Instant> nextAttemptAt) {}

    public boolean succeeded() {
        return result.outcome().equals(SUCCEEDED);
    }

    /** {@code atmpt_} and 27 characters: not kept, but always the same for the same attempt. */
    public String id() {
        return id(key, attemptKey.cycle(), attemptKey.number());
    }

    /** The same of an attempt that is not at hand as it was recorded. */
    public static String id(DeliveryKey key, int cycle, int number) {
        return PREFIX
                + Ksuid.derived(
                        key.event().value(),
                        key.destination().value(),
                        Integer.toString(cycle),
                        Integer.toString(number));
    }
}
