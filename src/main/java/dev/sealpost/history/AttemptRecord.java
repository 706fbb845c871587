package dev.sealpost.history;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.identifier.Ksuid;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A recorded attempt.
 *
 * @param batchId batch in which the event was attempted; empty: alone
 */
public record AttemptRecord(
        DeliveryKey key,
        AttemptKey attemptKey,
        StoredOutcome result,
        Answer answer,
        Timing timing,
        Optional<String> batchId) {

    private static final String PREFIX = "atmpt_";
    private static final String SUCCEEDED = new AttemptOutcome.Succeeded().word();

    /**
     * Outcome as stored.
     *
     * @param outcome word of {@link AttemptOutcome}
     * @param url the URL called; empty for a route
     */
    public record StoredOutcome(String outcome, Optional<String> reason, Optional<String> url) {}

    /** Times of the attempt and of the next one. */
    public record Timing(Instant startedAt, Duration duration, Optional<Instant> nextAttemptAt) {}

    public boolean succeeded() {
        return result.outcome().equals(SUCCEEDED);
    }

    /** Returns the id: {@code atmpt_} and 27 characters, derived from the key and not stored. */
    public String id() {
        return id(key, attemptKey.cycle(), attemptKey.number());
    }

    /** Returns the id of the attempt with this key. */
    public static String id(DeliveryKey key, int cycle, int number) {
        return PREFIX
                + Ksuid.derived(
                        key.event().value(),
                        key.destination().value(),
                        Integer.toString(cycle),
                        Integer.toString(number));
    }
}
