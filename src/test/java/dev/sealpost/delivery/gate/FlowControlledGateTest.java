package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.Payload;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** Destinations that a policy, a breaker or their own request holds back. Time is moved by hand. */
class FlowControlledGateTest {

    private static final DestinationId A = new DestinationId("a");
    private static final Duration OPEN_FOR = Duration.ofSeconds(10);
    private static final BreakerPolicy AFTER_TWO = new BreakerPolicy(2, 0, 1, OPEN_FOR);
    private static final AttemptSignal GOOD = new AttemptSignal.Good();
    private static final AttemptSignal BAD = new AttemptSignal.Bad();

    private final Around environment = new Around();
    private final FakeDestination destination = new FakeDestination().taking(16);
    private final PriorityQueue<Row> rows = new PriorityQueue<>(Comparator.comparingLong(Row::due));
    private Instant turnsOfAnEarlierRun = Instant.EPOCH;
    private final Gate gate = new Gate(
            new DeliverySettings(
                    1_000, DataSize.ofMegabytes(64), 512, Duration.ofSeconds(1), 10, 5, Duration.ofSeconds(5)),
            new DestinationLookup() {
                @Override
                public Destination destination(DestinationId id) {
                    return destination;
                }

                @Override
                public boolean hasBacklog(DestinationId id) {
                    return !rows.isEmpty() && rows.peek().due() <= environment.nanos();
                }

                @Override
                public Instant throttledUntil(DestinationId id) {
                    return turnsOfAnEarlierRun;
                }
            },
            environment.surroundings());
    private int made;

    /** A delivery in a row. */
    private record Row(long due, InFlight delivery) {}

    private InFlight fresh() {
        return fresh(Optional.empty());
    }

    private InFlight fresh(Optional<Instant> expiresAt) {
        Event event = new Event(
                new EventId("event-" + ++made),
                new ApplicationId("app_1"),
                environment.now(),
                Labels.of(new EventType("order.created")),
                new Content(Content.JSON, new Payload(new byte[2]), expiresAt));
        return InFlight.fresh(new Delivery(event, A, AttemptKey.FIRST), new EventHold(new FakeMessage(made), 1));
    }

    private InFlight leased() {
        return InFlight.leased(fresh().delivery(), Lease.take(Duration.ofSeconds(15), environment.now(), 0));
    }

    private InFlight goes(InFlight delivery) {
        assertThat(gate.admit(delivery)).isInstanceOf(AdmissionDecision.Go.class);
        return delivery;
    }

    private void beginSlowStart(InFlight delivery, AttemptSignal signal) {
        gate.ended(delivery, signal);
        gate.settled(delivery);
    }

    private void attempt(AttemptSignal signal) {
        beginSlowStart(goes(fresh()), signal);
    }

    private AdmissionDecision.Defer isDeferred(InFlight delivery) {
        AdmissionDecision decision = gate.admit(delivery);
        assertThat(decision).isInstanceOf(AdmissionDecision.Defer.class);
        return (AdmissionDecision.Defer) decision;
    }

    private void isHealthy() {
        attempt(GOOD);
    }

    /**
     * Offers more than the throttle allows through and takes rows every 20 ms as the scheduler does; each attempt takes 2 ms.
     * Nobody may ever get more than the burst and the rate, in any span, and over ten seconds it is the rate.
     */
    @ParameterizedTest(name = "{0}/s, burst {1}, offered {2}/s, {3} nodes")
    @CsvSource({"100, 1, 150, 1", "100, 20, 300, 1", "500, 50, 600, 1", "7, 3, 50, 1", "200, 40, 300, 4", "0.5, 1, 2, 1"
    })
    void keepsToTheRateWhateverIsOffered(double rate, int burst, int offered, int nodes) {
        destination.throttled(rate, burst);
        environment.nodes(nodes);
        isHealthy();
        environment.pass(Duration.ofSeconds(120));
        List<Long> starts = new ArrayList<>();
        List<String> order = new ArrayList<>();

        simulate(Duration.ofSeconds(20), offered, starts, order);

        double share = rate / nodes;
        double ownBurst = Math.max(1, (double) burst / nodes);
        for (int from = 0; from < starts.size(); from++) {
            for (int to = from; to < starts.size(); to += 1 + starts.size() / 97) {
                double seconds = (starts.get(to) - starts.get(from)) / 1e9;
                assertThat((double) (to - from + 1)).isLessThanOrEqualTo(ownBurst + share * seconds + 1e-6);
            }
        }
        long begin = starts.getFirst() + TimeUnit.SECONDS.toNanos(9);
        long measured = starts.stream()
                .filter(start -> start >= begin && start < begin + TimeUnit.SECONDS.toNanos(10))
                .count();
        assertThat((double) measured).isBetween(Math.floor(share * 10 * 0.95), Math.ceil(share * 10 * 1.05));
        assertThat(order)
                .isSortedAccordingTo(Comparator.comparingInt(id -> Integer.parseInt(id.substring("event-".length()))));
    }

    private void simulate(Duration time, int offered, List<Long> starts, List<String> order) {
        long begin = environment.nanos();
        long end = begin + time.toNanos();
        long gap = TimeUnit.SECONDS.toNanos(1) / offered;
        long nextOffer = begin;
        PriorityQueue<Row> running = new PriorityQueue<>(Comparator.comparingLong(Row::due));
        for (long tick = 0; environment.nanos() < end; tick++) {
            while (!running.isEmpty() && running.peek().due() <= environment.nanos()) {
                beginSlowStart(running.remove().delivery(), GOOD);
            }
            if (tick % 20 == 0) {
                int capacity = Math.min(gate.capacity(A), 128);
                for (int i = 0; i < capacity && !rows.isEmpty() && rows.peek().due() <= environment.nanos(); i++) {
                    InFlight delivery = rows.remove().delivery();
                    offer(
                            InFlight.leased(
                                    delivery.delivery(), Lease.take(Duration.ofSeconds(15), environment.now(), 0)),
                            running,
                            starts,
                            order);
                }
            }
            while (nextOffer <= environment.nanos()) {
                offer(fresh(), running, starts, order);
                nextOffer += gap;
            }
            environment.pass(Duration.ofMillis(1));
        }
    }

    private void offer(InFlight delivery, PriorityQueue<Row> running, List<Long> starts, List<String> order) {
        switch (gate.admit(delivery)) {
            case AdmissionDecision.Go(Destination to, long in) -> {
                starts.add(environment.nanos() + in);
                order.add(delivery.delivery().event().id().value());
                running.add(new Row(environment.nanos() + in + TimeUnit.MILLISECONDS.toNanos(2), delivery));
            }
            case AdmissionDecision.Defer(String reason, long in) ->
                rows.add(new Row(environment.nanos() + in, delivery));
            case AdmissionDecision.Wait wait -> throw new AssertionError("nothing waits here that has no token");
            case AdmissionDecision.Cancel cancel -> throw new AssertionError("it is not gone");
            case AdmissionDecision.Expire expire -> throw new AssertionError("it does not expire");
        }
    }

    @Test
    void givesEachRowItsTurnAndNoFreshOneTheTurnOfAnother() {
        destination.throttled(1, 1);
        isHealthy();

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(1)));
        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(2)));
        environment.pass(Duration.ofMillis(2_500));

        assertThat(gate.capacity(A)).isEqualTo(1);
        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(0.5)));
        goes(leased());
        assertThat(gate.capacity(A)).isZero();
    }

    private static long seconds(double seconds) {
        return Math.round(seconds * 1e9);
    }

    /** As after a start: nothing is known, and more is due than it takes. */
    @Test
    void learnsThatADestinationIsDownByItsFailuresAndWhatWasUnderWayBeside() {
        int failures = 10;
        int concurrency = 16;
        destination.taking(concurrency).breaking(new BreakerPolicy(failures, 0, 20, Duration.ofSeconds(30)));
        Deque<InFlight> running = new ArrayDeque<>();
        int attempts = 0;

        for (int round = 0; round < 1_000; round++) {
            for (int rows = gate.capacity(A); rows > 0; rows--) {
                InFlight delivery = leased();
                if (gate.admit(delivery) instanceof AdmissionDecision.Go) {
                    running.add(delivery);
                    attempts++;
                }
            }
            if (!running.isEmpty()) {
                InFlight oldest = running.remove();
                List<Gate.Started> started = gate.ended(oldest, BAD);
                gate.settled(oldest);
                started.forEach(next -> running.add(next.delivery()));
                attempts += started.size();
            }
        }

        assertThat(attempts).isBetween(failures, failures + concurrency - 1);
        assertThat(gate.capacity(A)).isZero();
        environment.pass(Duration.ofSeconds(31));
        assertThat(gate.capacity(A)).as("one probe").isEqualTo(1);
    }

    @Test
    void takesTurnsOfAnEarlierRunForTaken() {
        turnsOfAnEarlierRun = environment.now().plusSeconds(60);
        destination.throttled(1, 1);

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("throttled", seconds(61)));
    }

    @Test
    void forgetsTurnsThatNobodyIsThereToTake() {
        destination.throttled(1, 1);
        isHealthy();
        for (int i = 0; i < 50; i++) {
            isDeferred(fresh());
        }
        environment.pass(Duration.ofSeconds(1));

        gate.nextRow(A, seconds(3_600));

        goes(fresh());
    }

    @Test
    void pullsForOthersWhileManyThrottledDestinationsHaveABacklog() throws Exception {
        destination.throttled(1, 1);
        isHealthy();
        for (int i = 0; i < 2_000; i++) {
            isDeferred(fresh());
        }

        assertThat(gate.awaitRoom(0)).isTrue();
    }

    @Test
    void leavesADestinationInPeaceWhileItsBreakerIsOpen() {
        destination.breaking(AFTER_TWO);
        attempt(BAD);
        attempt(BAD);

        environment.pass(Duration.ofSeconds(4));

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("breaker-open", seconds(6)));
        assertThat(isDeferred(leased())).isEqualTo(new AdmissionDecision.Defer("breaker-open", seconds(6)));
        assertThat(gate.capacity(A)).isZero();
        assertThat(gate.inFlight()).isZero();
        assertThat(environment.breakers.list())
                .containsExactly(new OpenBreaker(
                        A, environment.now().minusSeconds(4), environment.now().plusSeconds(6)));
        assertThat(environment.heard).containsExactly("opened a");
    }

    @Test
    void probesOnceAndRampsUpWhenThatSucceeds() {
        destination.breaking(AFTER_TWO);
        attempt(BAD);
        attempt(BAD);
        environment.pass(OPEN_FOR);
        assertThat(gate.capacity(A)).isEqualTo(1);

        InFlight probe = goes(leased());
        assertThat(gate.capacity(A)).isZero();
        assertThat(isDeferred(leased()).reason()).isEqualTo("breaker-open");
        beginSlowStart(probe, GOOD);

        assertThat(gate.capacity(A)).isEqualTo(2);
        assertThat(environment.heard).containsExactly("opened a", "closed a");
        assertThat(environment.breakers.list()).isEmpty();
        for (int i = 0; i < 14; i++) {
            attempt(GOOD);
        }
        assertThat(gate.capacity(A)).isGreaterThanOrEqualTo(16);
    }

    @Test
    void opensAnewWhenTheProbeFailsAndTellsNobodyTwice() {
        destination.breaking(AFTER_TWO);
        attempt(BAD);
        attempt(BAD);
        Instant opened = environment.now();
        environment.pass(OPEN_FOR);

        attempt(BAD);

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("breaker-open", seconds(10)));
        assertThat(environment.heard).containsExactly("opened a");
        assertThat(environment.breakers.list())
                .containsExactly(new OpenBreaker(A, opened, environment.now().plus(OPEN_FOR)));
    }

    @Test
    void probesAgainWhenOurOwnFaultEndedTheProbe() {
        destination.breaking(AFTER_TWO);
        attempt(BAD);
        attempt(BAD);
        environment.pass(OPEN_FOR);

        attempt(new AttemptSignal.None());

        assertThat(gate.capacity(A)).isEqualTo(1);
    }

    @Test
    void closesABreakerWhosePolicyIsTakenAway() {
        destination.breaking(AFTER_TWO);
        attempt(BAD);
        attempt(BAD);

        destination.breaking(BreakerPolicy.NEVER);

        goes(fresh());
        assertThat(environment.heard).containsExactly("opened a", "closed a");
    }

    @Test
    void handsOutAtOnceWhatWaitsInLineWhenTheBreakerOpens() {
        destination.breaking(AFTER_TWO).taking(1);
        isHealthy();
        InFlight first = goes(fresh());
        InFlight queued = fresh();
        InFlight alsoInLine = fresh();
        assertThat(gate.admit(queued)).isEqualTo(new AdmissionDecision.Wait());
        assertThat(gate.admit(alsoInLine)).isEqualTo(new AdmissionDecision.Wait());
        List<Gate.Started> next = gate.ended(first, BAD);
        assertThat(next).extracting(Gate.Started::delivery).containsExactly(queued);

        assertThat(gate.ended(queued, BAD)).isEmpty();

        assertThat(gate.findOverdue(System.nanoTime()).notStarted()).containsExactly(alsoInLine);
    }

    @Test
    void waitsAsLongAsTheDestinationAsksAndRampsUp() {
        isHealthy();

        attempt(new AttemptSignal.Busy(Duration.ofSeconds(30)));

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("slow-down", seconds(30)));
        assertThat(gate.capacity(A)).isZero();
        environment.pass(Duration.ofSeconds(30));
        assertThat(gate.capacity(A)).isEqualTo(2);
        attempt(GOOD);
        attempt(GOOD);
        assertThat(gate.capacity(A)).isEqualTo(4);
    }

    @Test
    void doesNotLetAShorterWaitEndALongerOne() {
        isHealthy();
        InFlight one = goes(fresh());
        InFlight other = goes(fresh());
        beginSlowStart(one, new AttemptSignal.Busy(Duration.ofSeconds(30)));

        beginSlowStart(other, new AttemptSignal.Busy(Duration.ofSeconds(5)));

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("slow-down", seconds(30)));
    }

    @Test
    void keepsWhatAPausedDestinationIsOwedAndRampsUpWhenItGoesOn() {
        isHealthy();
        destination.becomes(Destination.Readiness.PAUSED);

        assertThat(isDeferred(fresh())).isEqualTo(new AdmissionDecision.Defer("paused", 0));
        assertThat(gate.capacity(A)).isZero();

        destination.becomes(Destination.Readiness.READY);
        assertThat(gate.capacity(A)).isEqualTo(2);
        goes(leased());
        goes(leased());
        assertThat(isDeferred(leased()).reason()).isEqualTo("in-flight-cap");
    }

    @Test
    void endsWhatHasExpiredEvenWhileItsDestinationIsPaused() {
        destination.becomes(Destination.Readiness.PAUSED);
        InFlight expiring = fresh(Optional.of(environment.now().plusSeconds(1)));

        assertThat(isDeferred(expiring).reason()).isEqualTo("paused");
        environment.pass(Duration.ofSeconds(1));

        assertThat(gate.admit(expiring)).isEqualTo(new AdmissionDecision.Expire());
    }
}
