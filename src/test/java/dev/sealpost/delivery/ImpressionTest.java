package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Attempted.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ImpressionTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static Impression of(AttemptOutcome outcome, NextStep next) {
        return Impression.of(new Attempted(outcome, next, Answer.NONE, NOW, Duration.ZERO), NOW);
    }

    private static AttemptOutcome throttled(long seconds) {
        return new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(seconds)));
    }

    @Test
    void isGoodOrBadByTheOutcome() {
        assertThat(of(new AttemptOutcome.Succeeded(), new NextStep.Settle())).isEqualTo(new Impression.Good());
        assertThat(of(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")))
                .isEqualTo(new Impression.Bad());
        assertThat(of(new AttemptOutcome.Throttled(Optional.empty()), new NextStep.RetryAt(NOW.plusSeconds(5))))
                .isEqualTo(new Impression.Bad());
        assertThat(of(throttled(0), new NextStep.RetryAt(NOW.plusSeconds(5)))).isEqualTo(new Impression.Bad());
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        assertThat(of(throttled(30), new NextStep.RetryAt(NOW.plusSeconds(30))))
                .isEqualTo(new Impression.Busy(Duration.ofSeconds(30)));
    }

    @Test
    void doesNotWaitForTheWholeScheduleOfTheOneDelivery() {
        assertThat(of(throttled(30), new NextStep.RetryAt(NOW.plusSeconds(18_000))))
                .isEqualTo(new Impression.Busy(Duration.ofSeconds(30)));
    }

    @Test
    void waitsNoLongerThanTheBoundsOfTheNextAttempt() {
        assertThat(of(throttled(86_400), new NextStep.RetryAt(NOW.plusSeconds(600))))
                .isEqualTo(new Impression.Busy(Duration.ofSeconds(600)));
    }
}
