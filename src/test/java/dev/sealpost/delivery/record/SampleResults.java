package dev.sealpost.delivery.record;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.Result;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Results of attempts. */
public final class SampleResults {

    private SampleResults() {}

    public static Result.Made made(AttemptOutcome outcome, NextStep next) {
        return new Result.Made(new Attempted(
                outcome, next, new Answer(Optional.of(200), "fine"), Instant.EPOCH, Duration.ofMillis(7)));
    }

    public static Result.Made succeeded() {
        return made(new AttemptOutcome.Succeeded(), new NextStep.Settle());
    }

    public static Result.Made retriedAt(Instant time) {
        return made(new AttemptOutcome.Rejected(500), new NextStep.RetryAt(time));
    }
}
