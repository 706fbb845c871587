package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Signal of an attempt about the health of its destination. */
public sealed interface AttemptSignal {

    /** The destination accepted the delivery. */
    record Good() implements AttemptSignal {}

    /** The destination failed the delivery. */
    record Bad() implements AttemptSignal {}

    /** The destination refused the delivery and asked for a pause. */
    record Busy(Duration pause) implements AttemptSignal {}

    /** No signal: this node failed. */
    record None() implements AttemptSignal {}

    /**
     * Returns the signal of an attempt of a batch. A final failure of more than one event says that one of them is bad, not that
     * the destination is: the halves will tell.
     */
    static AttemptSignal of(Attempted attempted, Optional<DeliveryBatch> batch, Instant now) {
        boolean isAboutContent = attempted.outcome() instanceof AttemptOutcome.Failed failed && failed.isFinal();
        return isAboutContent && batch.filter(DeliveryBatch::isDivisible).isPresent() ? new None() : of(attempted, now);
    }

    static AttemptSignal of(Attempted attempted, Instant now) {
        return switch (attempted.outcome()) {
            case AttemptOutcome.Succeeded succeeded -> new Good();
            case AttemptOutcome.Throttled throttled ->
                throttled
                        .retryAfter()
                        .filter(Duration::isPositive)
                        .<AttemptSignal>map(wait -> new Busy(bounded(wait, attempted.next(), now)))
                        .orElse(new Bad());
            case AttemptOutcome.Rejected rejected -> new Bad();
            case AttemptOutcome.Gone gone -> new Bad();
            case AttemptOutcome.TimedOut timedOut -> new Bad();
            case AttemptOutcome.Unreachable unreachable -> new Bad();
            case AttemptOutcome.Blocked blocked -> new Bad();
            case AttemptOutcome.Failed failed -> new Bad();
        };
    }

    /** Limits the pause to the time until the next attempt, which respects {@code Retry-After} within bounds. */
    private static Duration bounded(Duration wait, NextStep next, Instant now) {
        if (next instanceof NextStep.RetryAt(Instant time)) {
            Duration own = Duration.between(now, time);
            return own.isPositive() && own.compareTo(wait) < 0 ? own : wait;
        }
        return wait;
    }
}
