package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class DecideTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final List<Duration> DELAYS =
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofHours(2));

    /** Hands of the dice: the least, the middle and the most that {@code nextDouble} gives. */
    private static final RandomGenerator LEAST = () -> 0L;

    private static final RandomGenerator MIDDLE = () -> Long.MIN_VALUE;
    private static final RandomGenerator MOST = () -> -1L;

    private final Decide decide = new Decide(new RetrySchedule(DELAYS, 0.2), MIDDLE);

    @Test
    void settlesASuccessWhateverItsNumber() {
        for (int number = 1; number <= 5; number++) {
            assertThat(decide.decide(new AttemptOutcome.Succeeded(), number, NOW))
                    .isEqualTo(new NextStep.Settle());
        }
    }

    @Test
    void disablesTheEndpointThatIsGone() {
        for (int number = 1; number <= 5; number++) {
            assertThat(decide.decide(new AttemptOutcome.Gone(), number, NOW)).isEqualTo(new NextStep.DisableEndpoint());
        }
    }

    @Test
    void buriesAFinalFailureAtOnceWithItsReason() {
        assertThat(decide.decide(new AttemptOutcome.Failed("no such sku", true), 1, NOW))
                .isEqualTo(new NextStep.Exhaust("no such sku"));
    }

    static Stream<Arguments> retriedOutcomes() {
        Stream<AttemptOutcome> outcomes = Stream.of(
                new AttemptOutcome.Rejected(500),
                new AttemptOutcome.Throttled(Optional.empty()),
                new AttemptOutcome.TimedOut(),
                new AttemptOutcome.Unreachable("refused"),
                new AttemptOutcome.Blocked("private"),
                new AttemptOutcome.Failed("later", false));
        return outcomes.flatMap(outcome -> IntStream.rangeClosed(1, 5).mapToObj(number -> arguments(outcome, number)));
    }

    @ParameterizedTest
    @MethodSource("retriedOutcomes")
    void retriesByTheScheduleAndThenGivesUp(AttemptOutcome outcome, int number) {
        NextStep expected = number <= DELAYS.size()
                ? new NextStep.RetryAt(NOW.plus(DELAYS.get(number - 1)))
                : new NextStep.Exhaust("exhausted");

        assertThat(decide.decide(outcome, number, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,   1, PT5S",
        "PT3S,   1, PT5S", // the schedule is longer
        "PT60S,  1, PT60S", // the receiver is longer
        "PT60S,  2, PT5M",
        "PT24H,  1, PT24H",
        "PT25H,  1, PT24H", // nobody puts us off for longer than a day
    })
    void waitsForTheLongerOfScheduleAndReceiver(Duration asked, int number, Duration expected) {
        assertThat(decide.decide(new AttemptOutcome.Throttled(Optional.of(asked)), number, NOW))
                .isEqualTo(new NextStep.RetryAt(NOW.plus(expected)));
    }

    @Test
    void doesNotLetAReceiverAddAttempts() {
        assertThat(decide.decide(new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(9))), 4, NOW))
                .isEqualTo(new NextStep.Exhaust("exhausted"));
    }

    @Test
    void spreadsDelaysWithinTheJitter() {
        RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofSeconds(10)), 0.2);

        assertThat(schedule.delayAfter(1, LEAST)).contains(Duration.ofSeconds(8));
        assertThat(schedule.delayAfter(1, MIDDLE)).contains(Duration.ofSeconds(10));
        assertThat(schedule.delayAfter(1, MOST)).contains(Duration.ofSeconds(12));
        RandomGenerator dice = RandomGenerator.of("L64X128MixRandom");
        for (int i = 0; i < 1_000; i++) {
            assertThat(schedule.delayAfter(1, dice).orElseThrow())
                    .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(12));
        }
    }

    @Test
    void keepsExactDelaysWithoutJitterAndNoneAtAllWithoutSchedule() {
        assertThat(new RetrySchedule(List.of(Duration.ofSeconds(10)), 0).delayAfter(1, MOST))
                .contains(Duration.ofSeconds(10));
        assertThat(new RetrySchedule(List.of(), 0.2).delayAfter(1, MOST)).isEmpty();
    }

    @Test
    void refusesSchedulesThatMakeNoSense() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofSeconds(-1)), 0))
                .isInstanceOf(IllegalArgumentException.class);
        for (double jitter : new double[] {-0.1, 1, 2, Double.NaN}) {
            assertThatThrownBy(() -> new RetrySchedule(DELAYS, jitter))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("jitter");
        }
    }
}
