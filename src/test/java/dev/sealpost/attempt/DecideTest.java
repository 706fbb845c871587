package dev.sealpost.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.attempt.Decide.Tried;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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

    private static final DeliveryPolicy POLICY = policy(new RetrySchedule(DELAYS, 0.2));

    private final Decide decide =
            new Decide(new AttemptSettings.AskedWait(Duration.ofSeconds(10), Duration.ofHours(24)), MIDDLE);

    private static DeliveryPolicy policy(RetrySchedule schedule) {
        return DeliveryPolicy.plain(schedule, 16);
    }

    private static Tried tried(int number) {
        return new Tried(number, NOW);
    }

    @Test
    void settlesASuccessWhateverItsNumber() {
        for (int number = 1; number <= 5; number++) {
            assertThat(decide.decide(new AttemptOutcome.Succeeded(), tried(number), POLICY, NOW))
                    .isEqualTo(new NextStep.Settle());
        }
    }

    @Test
    void disablesTheEndpointThatIsGone() {
        for (int number = 1; number <= 5; number++) {
            assertThat(decide.decide(new AttemptOutcome.Gone(), tried(number), POLICY, NOW))
                    .isEqualTo(new NextStep.DisableEndpoint());
        }
    }

    @Test
    void buriesAFinalFailureAtOnceWithItsReason() {
        assertThat(decide.decide(new AttemptOutcome.Failed("no such sku", true), tried(1), POLICY, NOW))
                .isEqualTo(new NextStep.Exhaust("no such sku"));
    }

    static Stream<Arguments> retriedOutcomes() {
        Stream<AttemptOutcome> outcomes = Stream.of(
                new AttemptOutcome.Rejected(500),
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

        assertThat(decide.decide(outcome, tried(number), POLICY, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,   1, PT10S", // nobody makes us come at once
        "PT3S,   1, PT10S",
        "PT11S,  1, PT11S",
        "PT11S,  2, PT5M", // the schedule is longer
        "PT60S,  1, PT60S", // the receiver is longer
        "PT60S,  2, PT5M",
        "PT24H,  1, PT24H",
        "PT25H,  1, PT24H", // nobody puts us off for longer than a day
    })
    void waitsForTheLongerOfScheduleAndReceiver(Duration asked, int number, Duration expected) {
        assertThat(decide.decide(new AttemptOutcome.Throttled(Optional.of(asked)), tried(number), POLICY, NOW))
                .isEqualTo(new NextStep.RetryAt(NOW.plus(expected)));
    }

    @Test
    void slowsDownForAReceiverThatNamesNoTime() {
        assertThat(decide.decide(new AttemptOutcome.Throttled(Optional.empty()), tried(1), POLICY, NOW))
                .isEqualTo(new NextStep.RetryAt(NOW.plusSeconds(10)));
    }

    @ParameterizedTest
    @CsvSource({
        // published before, greatest age, attempt, next
        "PT0S,  PT5S,  1, PT5S",
        "PT1S,  PT5S,  1, ",
        "PT1H,  PT1H,  1, ",
        "PT1H,  PT65M, 2, PT5M",
        "PT61M, PT65M, 2, ",
        "PT9H,  PT12H, 3, PT2H",
    })
    void makesNoAttemptBeyondTheGreatestAge(Duration old, Duration maxAge, int number, @Nullable Duration next) {
        DeliveryPolicy aging = policy(new RetrySchedule(DELAYS, 0, Optional.of(maxAge)));
        NextStep expected = next == null ? new NextStep.Exhaust("too-old") : new NextStep.RetryAt(NOW.plus(next));

        assertThat(decide.decide(new AttemptOutcome.Rejected(500), new Tried(number, NOW.minus(old)), aging, NOW))
                .isEqualTo(expected);
    }

    @Test
    void countsTheAgeOfAReplayFromItsAttempt() {
        Event event = new Event(
                new EventId("msg_1"),
                new ApplicationId("app_1"),
                NOW.minusSeconds(86_400),
                Labels.of(new EventType("a")),
                Content.json(new byte[] {'1'}));
        DestinationId to = new DestinationId("ep_1");

        assertThat(Tried.of(new Delivery(event, to, new AttemptKey(1, 3, Trigger.SCHEDULED)), NOW))
                .isEqualTo(new Tried(3, NOW.minusSeconds(86_400)));
        assertThat(Tried.of(new Delivery(event, to, new AttemptKey(2, 1, Trigger.MANUAL)), NOW))
                .isEqualTo(new Tried(1, NOW));
    }

    @Test
    void followsThePolicyItIsGiven() {
        DeliveryPolicy once = policy(new RetrySchedule(List.of(), 0));

        assertThat(decide.decide(new AttemptOutcome.TimedOut(), tried(1), once, NOW))
                .isEqualTo(new NextStep.Exhaust("exhausted"));
        assertThat(decide.decide(new AttemptOutcome.TimedOut(), tried(1), POLICY, NOW))
                .isEqualTo(new NextStep.RetryAt(NOW.plusSeconds(5)));
    }

    @Test
    void doesNotLetAReceiverAddAttempts() {
        assertThat(decide.decide(
                        new AttemptOutcome.Throttled(Optional.of(Duration.ofSeconds(9))), tried(4), POLICY, NOW))
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
