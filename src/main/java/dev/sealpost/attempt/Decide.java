package dev.sealpost.attempt;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.AttemptOutcome.Blocked;
import dev.sealpost.delivery.AttemptOutcome.Failed;
import dev.sealpost.delivery.AttemptOutcome.Gone;
import dev.sealpost.delivery.AttemptOutcome.Rejected;
import dev.sealpost.delivery.AttemptOutcome.Succeeded;
import dev.sealpost.delivery.AttemptOutcome.Throttled;
import dev.sealpost.delivery.AttemptOutcome.TimedOut;
import dev.sealpost.delivery.AttemptOutcome.Unreachable;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what follows an attempt. */
public final class Decide {

    /** A receiver cannot put a delivery off for longer than this. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofHours(24);

    private static final String EXHAUSTED = "exhausted";

    private final RetrySchedule schedule;
    private final RandomGenerator chance;

    public Decide(RetrySchedule schedule, RandomGenerator chance) {
        this.schedule = schedule;
        this.chance = chance;
    }

    /** What follows the attempt with this number (from 1) that ended now. */
    public NextStep decide(AttemptOutcome outcome, int attemptNumber, Instant now) {
        return switch (outcome) {
            case Succeeded succeeded -> new NextStep.Settle();
            case Gone gone -> new NextStep.DisableEndpoint();
            case Failed(String reason, boolean isFinal) when isFinal -> new NextStep.Exhaust(reason);
            case Throttled(Optional<Duration> retryAfter) ->
                retry(attemptNumber, now, retryAfter.orElse(Duration.ZERO));
            case Rejected rejected -> retry(attemptNumber, now, Duration.ZERO);
            case TimedOut timedOut -> retry(attemptNumber, now, Duration.ZERO);
            case Unreachable unreachable -> retry(attemptNumber, now, Duration.ZERO);
            case Blocked blocked -> retry(attemptNumber, now, Duration.ZERO);
            case Failed failed -> retry(attemptNumber, now, Duration.ZERO);
        };
    }

    private NextStep retry(int attemptNumber, Instant now, Duration atLeast) {
        Duration wait = atLeast.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : atLeast;
        return schedule.delayAfter(attemptNumber, chance)
                .<NextStep>map(delay -> new NextStep.RetryAt(now.plus(delay.compareTo(wait) > 0 ? delay : wait)))
                .orElseGet(() -> new NextStep.Exhaust(EXHAUSTED));
    }
}
