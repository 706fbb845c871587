package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.NextStep;
import java.time.Duration;
import java.time.Instant;

/** What an attempt says about its destination. */
public sealed interface AttemptSignal {

    /** It took the delivery. */
    record Good() implements AttemptSignal {}

    /** It did not. */
    record Bad() implements AttemptSignal {}

    /** It did not, and says for how long it wants to be left alone. */
    record Busy(Duration pause) implements AttemptSignal {}

    /** The failure was ours. */
    record None() implements AttemptSignal {}

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

    /** The next attempt is not before the time asked for, within the bounds: so the destination waits no longer than it. */
    private static Duration bounded(Duration wait, NextStep next, Instant now) {
        if (next instanceof NextStep.RetryAt(Instant time)) {
            Duration own = Duration.between(now, time);
            return own.isPositive() && own.compareTo(wait) < 0 ? own : wait;
        }
        return wait;
    }
}
