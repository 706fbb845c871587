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
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Decides what follows an attempt. */
public final class Decide {

    private static final String EXHAUSTED = "exhausted";
    private static final String TOO_OLD = "too-old";

    private final AttemptSettings.AskedWait bounds;
    private final RandomGenerator random;

    /**
     * Creates a decision rule.
     *
     * @param bounds bounds of a requested delay
     */
    public Decide(AttemptSettings.AskedWait bounds, RandomGenerator random) {
        this.bounds = bounds;
        this.random = random;
    }

    /**
     * The attempt made.
     *
     * @param number number in its cycle, from 1
     * @param since start of the delivery's age
     */
    public record Tried(int number, Instant since) {

        /** Creates it for a delivery. The age of a replay starts with its attempt, because the event may be old. */
        public static Tried of(Delivery delivery, Instant startedAt) {
            Delivery.AttemptKey attemptKey = delivery.attemptKey();
            return new Tried(
                    attemptKey.number(),
                    attemptKey.cycle() == 1 ? delivery.event().time() : startedAt);
        }

        /** Creates it for a batch, which has attempts of its own and the age of its oldest delivery. */
        public static Tried of(DeliveryBatch batch, Instant startedAt) {
            Instant since = startedAt;
            for (Delivery delivery : batch.deliveries()) {
                Instant time = of(delivery, startedAt).since();
                since = time.isBefore(since) ? time : since;
            }
            return new Tried(batch.key().attempt(), since);
        }
    }

    /** Returns what follows the attempt that ended now. */
    public NextStep decide(AttemptOutcome outcome, Tried tried, DeliveryPolicy policy, Instant now) {
        return switch (outcome) {
            case Succeeded succeeded -> new NextStep.Settle();
            case Gone gone -> new NextStep.DisableEndpoint();
            case Failed(String reason, boolean isFinal) when isFinal -> new NextStep.Exhaust(reason);
            case Throttled(Optional<Duration> asked) -> retry(tried, policy.retry(), now, bounds.of(asked));
            case Rejected rejected -> retry(tried, policy.retry(), now, Duration.ZERO);
            case TimedOut timedOut -> retry(tried, policy.retry(), now, Duration.ZERO);
            case Unreachable unreachable -> retry(tried, policy.retry(), now, Duration.ZERO);
            case Blocked blocked -> retry(tried, policy.retry(), now, Duration.ZERO);
            case Failed failed -> retry(tried, policy.retry(), now, Duration.ZERO);
        };
    }

    private NextStep retry(Tried tried, RetrySchedule schedule, Instant now, Duration atLeast) {
        Optional<Duration> delay = schedule.delayAfter(tried.number(), random);
        if (delay.isEmpty()) {
            return new NextStep.Exhaust(EXHAUSTED);
        }
        Instant time = now.plus(delay.get().compareTo(atLeast) > 0 ? delay.get() : atLeast);
        boolean tooOld = schedule.maxAge()
                .filter(age -> time.isAfter(tried.since().plus(age)))
                .isPresent();
        return tooOld ? new NextStep.Exhaust(TOO_OLD) : new NextStep.RetryAt(time);
    }
}
