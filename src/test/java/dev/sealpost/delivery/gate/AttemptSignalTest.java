package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.NextStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttemptSignalTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private static AttemptSignal of(AttemptOutcome outcome, NextStep next) {
        return AttemptSignal.of(new Attempted(outcome, next, Answer.NONE, NOW, Duration.ZERO), NOW);
    }

    private static AttemptOutcome throttled(long seconds) {
        return new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(seconds)));
    }

    @Test
    void isGoodOrBadByTheOutcome() {
        assertThat(of(new AttemptOutcome.Succeeded(), new NextStep.Settle())).isEqualTo(new AttemptSignal.Good());
        assertThat(of(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")))
                .isEqualTo(new AttemptSignal.Bad());
        assertThat(of(new AttemptOutcome.Throttled(Optional.empty()), new NextStep.RetryAt(NOW.plusSeconds(5))))
                .isEqualTo(new AttemptSignal.Bad());
        assertThat(of(throttled(0), new NextStep.RetryAt(NOW.plusSeconds(5)))).isEqualTo(new AttemptSignal.Bad());
    }

    @Test
    void doesNotBlameTheDestinationForABadEventInABatch() {
        Attempted rejected = new Attempted(
                new AttemptOutcome.Failed("bad", true), new NextStep.Exhaust("bad"), Answer.NONE, NOW, Duration.ZERO);
        Delivery one = SampleDelivery.fresh().delivery();
        DeliveryBatch two = new DeliveryBatch(BatchKey.at(NOW), List.of(one, one));
        DeliveryBatch alone = new DeliveryBatch(BatchKey.at(NOW), List.of(one));

        assertThat(AttemptSignal.of(rejected, Optional.of(two), NOW)).isEqualTo(new AttemptSignal.None());
        assertThat(AttemptSignal.of(rejected, Optional.of(alone), NOW)).isEqualTo(new AttemptSignal.Bad());
        assertThat(AttemptSignal.of(rejected, Optional.empty(), NOW)).isEqualTo(new AttemptSignal.Bad());
    }

    @Test
    void waitsAsLongAsItIsAskedTo() {
        assertThat(of(throttled(30), new NextStep.RetryAt(NOW.plusSeconds(30))))
                .isEqualTo(new AttemptSignal.Busy(Duration.ofSeconds(30)));
    }

    @Test
    void doesNotWaitForTheWholeScheduleOfTheOneDelivery() {
        assertThat(of(throttled(30), new NextStep.RetryAt(NOW.plusSeconds(18_000))))
                .isEqualTo(new AttemptSignal.Busy(Duration.ofSeconds(30)));
    }

    @Test
    void waitsNoLongerThanTheBoundsOfTheNextAttempt() {
        assertThat(of(throttled(86_400), new NextStep.RetryAt(NOW.plusSeconds(600))))
                .isEqualTo(new AttemptSignal.Busy(Duration.ofSeconds(600)));
    }
}
