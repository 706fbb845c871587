package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class GateTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration SLOW_AFTER = Duration.ofSeconds(30);
    private static final AttemptSignal SUCCESS = new AttemptSignal.Good();
    private static final AttemptSignal FAILURE = new AttemptSignal.Bad();

    private final Town town = new Town();
    private final Gate gate = gate(16, 1_000_000);
    private int made;

    /** The destinations there are. */
    private static final class Town implements DestinationLookup {

        private final Map<DestinationId, FakeDestination> destinations = new HashMap<>();
        private final Set<DestinationId> behind = new HashSet<>();

        FakeDestination at(String name) {
            return destinations.computeIfAbsent(new DestinationId(name), unknown -> new FakeDestination());
        }

        @Override
        public Destination destination(DestinationId id) {
            return at(id.value());
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return behind.contains(id);
        }
    }

    private Gate gate(int inFlight, long bytes) {
        return new Gate(
                new DeliverySettings(inFlight, DataSize.ofBytes(bytes), 512, SLOW_AFTER, 10, 5, Duration.ofSeconds(5)),
                town,
                Around.alone());
    }

    private InFlight aDelivery(String destination) {
        return aDelivery(destination, 2);
    }

    private InFlight aDelivery(String destination, int bytes) {
        Event event = new Event(
                new EventId("event-" + ++made),
                new ApplicationId("app_1"),
                NOW,
                Labels.of(new EventType("order.created")),
                Content.json(new byte[bytes]));
        return InFlight.fresh(
                new Delivery(event, new DestinationId(destination), AttemptKey.FIRST),
                new EventHold(new FakeMessage(made), 1));
    }

    private InFlight aLeasedDelivery(String destination) {
        return InFlight.leased(aDelivery(destination).delivery(), Lease.take(Duration.ofSeconds(15), NOW, 0));
    }

    private void isHealthy(String destination, int concurrency) {
        town.at(destination).taking(concurrency);
        InFlight first = goes(gate, aDelivery(destination));
        gate.ended(first, SUCCESS);
        gate.settled(first);
    }

    private void isTroubled(String destination, int concurrency) {
        town.at(destination).taking(concurrency);
        InFlight first = goes(gate, aDelivery(destination));
        gate.ended(first, FAILURE);
        gate.settled(first);
    }

    private static InFlight goes(Gate gate, InFlight delivery) {
        assertThat(gate.admit(delivery)).isInstanceOf(AdmissionDecision.Go.class);
        return delivery;
    }

    private static InFlight waits(Gate gate, InFlight delivery) {
        assertThat(gate.admit(delivery)).isEqualTo(new AdmissionDecision.Wait());
        return delivery;
    }

    private static void isDeferred(Gate gate, InFlight delivery, String reason) {
        assertThat(gate.admit(delivery)).isEqualTo(new AdmissionDecision.Defer(reason));
    }

    @Test
    void asksTheDestinationFirst() {
        town.at("a").becomes(Destination.Readiness.DISABLED);
        town.at("b").becomes(Destination.Readiness.ROUTE_UNAVAILABLE);
        town.at("c").becomes(Destination.Readiness.GONE);
        town.at("d").becomes(Destination.Readiness.SECRET_UNREADABLE);

        isDeferred(gate, aDelivery("a"), "disabled");
        isDeferred(gate, aDelivery("b"), "route-unavailable");
        isDeferred(gate, aDelivery("d"), "secret-unreadable");
        assertThat(gate.admit(aDelivery("c"))).isEqualTo(new AdmissionDecision.Cancel());
        assertThat(gate.isEmpty()).isTrue();
    }

    @Test
    void servesRowsThatAreDueBeforeWhatIsFresh() {
        town.behind.add(new DestinationId("a"));

        isDeferred(gate, aDelivery("a"), "backlog");
        goes(gate, aLeasedDelivery("a"));
    }

    @Test
    void hasRoomForRowsOfAQuickDestinationBesideWhatIsFresh() {
        // Given one place, a queue of four for rows, and one of eight for what is fresh
        isHealthy("a", 1);
        town.behind.add(new DestinationId("a"));
        goes(gate, aDelivery("a"));
        for (int i = 0; i < 8; i++) {
            waits(gate, aDelivery("a"));
        }

        assertThat(gate.capacity(new DestinationId("a"))).isEqualTo(5);
        for (int i = 0; i < 5; i++) {
            waits(gate, aLeasedDelivery("a"));
        }

        assertThat(gate.capacity(new DestinationId("a"))).isZero();
        isDeferred(gate, aLeasedDelivery("a"), "in-flight-cap");
    }

    @Test
    void servesRowsOfATroubledDestinationBeforeWhatIsFresh() {
        isTroubled("a", 2);
        town.behind.add(new DestinationId("a"));

        isDeferred(gate, aDelivery("a"), "backlog");
        goes(gate, aLeasedDelivery("a"));
    }

    @Test
    void probesADestinationOfWhichNothingIsKnown() {
        town.at("a").taking(16);
        InFlight first = goes(gate, aDelivery("a"));
        goes(gate, aDelivery("a"));
        InFlight third = waits(gate, aDelivery("a"));

        List<Gate.Started> next = gate.ended(first, SUCCESS);

        assertThat(next).extracting(Gate.Started::delivery).containsExactly(third);
        goes(gate, aDelivery("a"));
    }

    @Test
    void doesNotOpenTheLineOfAProbedDestinationThatFails() {
        town.at("a").taking(16);
        InFlight first = goes(gate, aDelivery("a"));
        goes(gate, aDelivery("a"));
        waits(gate, aDelivery("a"));

        gate.ended(first, FAILURE);

        assertThat(gate.capacity(new DestinationId("a"))).isLessThanOrEqualTo(8);
    }

    @Test
    void letsNoMoreThanItsConcurrencyOfADestinationRun() {
        isHealthy("a", 1);
        InFlight running = goes(gate, aDelivery("a"));
        List<InFlight> queue = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            queue.add(waits(gate, aDelivery("a")));
        }

        isDeferred(gate, aDelivery("a"), "in-flight-cap");

        assertThat(gate.ended(running, SUCCESS))
                .extracting(Gate.Started::delivery)
                .containsExactly(queue.getFirst());
    }

    @Test
    void keepsNoLineForADestinationInTrouble() {
        isTroubled("a", 1);
        goes(gate, aDelivery("a"));

        isDeferred(gate, aDelivery("a"), "in-flight-cap");
    }

    @Test
    void leavesAQuarterToTheSteadyWhateverTheOthersDo() {
        isHealthy("steady", 16);
        int inside = 0;
        for (int i = 0; i < 40; i++) {
            AdmissionDecision decision = gate.admit(aDelivery("unknown-" + i));
            if (decision instanceof AdmissionDecision.Go) {
                inside++;
            } else {
                assertThat(decision).isEqualTo(new AdmissionDecision.Defer("unsteady"));
            }
        }

        assertThat(inside).isEqualTo(12);
        for (int i = 0; i < 4; i++) {
            goes(gate, aDelivery("steady"));
        }
        waits(gate, aDelivery("steady"));
    }

    @Test
    void letsTheTroubledHaveAQuarter() {
        isTroubled("a", 16);
        for (int i = 0; i < 4; i++) {
            goes(gate, aDelivery("a"));
        }

        isDeferred(gate, aDelivery("a"), "unsteady");
    }

    @Test
    void keepsThePermitUntilTheOutcomeIsRecorded() {
        Gate narrow = gate(1, 1_000_000);
        InFlight first = goes(narrow, aDelivery("a"));
        narrow.ended(first, SUCCESS);
        InFlight second = waits(narrow, aDelivery("a"));
        assertThat(narrow.isEmpty()).isFalse();

        narrow.settled(first);

        assertThat(narrow.nextWaiting()).containsExactly(second);
        goes(narrow, second);
        assertThat(narrow.inFlight()).isEqualTo(1);
    }

    @Test
    void givesAPermitBackOnceHoweverOftenItIsTold() {
        InFlight first = goes(gate, aDelivery("a"));
        gate.ended(first, SUCCESS);

        gate.settled(first);
        gate.settled(first);

        assertThat(gate.inFlight()).isZero();
        assertThat(gate.isEmpty()).isTrue();
    }

    @Test
    void limitsTheBytesInFlight() {
        Gate small = gate(16, 1_000);
        InFlight first = goes(small, aDelivery("a", 700));
        InFlight second = waits(small, aDelivery("b", 700));
        assertThat(small.capacity(new DestinationId("b"))).isZero();

        small.ended(first, SUCCESS);
        small.settled(first);

        assertThat(small.nextWaiting()).containsExactly(second);
        goes(small, second);
    }

    @Test
    void putsOffAFanOutThatFillsTheWaitingRoom() {
        Gate narrow = gate(1, 1_000_000);
        goes(narrow, aDelivery("a"));
        for (int i = 0; i < 4; i++) {
            waits(narrow, aDelivery("b" + i));
        }

        isDeferred(narrow, aDelivery("c"), "node-busy");
    }

    @Test
    void pullsNoMoreEventsThanItHasPermitsFor() throws Exception {
        Gate narrow = gate(2, 1_000_000);

        assertThat(narrow.awaitRoom(0)).isTrue();
        assertThat(narrow.awaitRoom(0)).isTrue();
        assertThat(narrow.awaitRoom(0)).isFalse();

        narrow.arrived(1);
        assertThat(narrow.awaitRoom(0)).isTrue();
    }

    @Test
    void pullsNothingWhileSomethingWaitsForAPermit() throws Exception {
        Gate narrow = gate(1, 1_000_000);
        InFlight first = goes(narrow, aDelivery("a"));
        assertThat(narrow.awaitRoom(0)).isFalse();
        waits(narrow, aDelivery("b"));
        narrow.ended(first, SUCCESS);
        narrow.settled(first);
        assertThat(narrow.awaitRoom(0)).isFalse();

        narrow.nextWaiting();

        assertThat(narrow.awaitRoom(0)).isTrue();
    }

    @Test
    void letsThePullerInWhenAPermitComesBack() {
        Gate narrow = gate(1, 1_000_000);
        InFlight first = goes(narrow, aDelivery("a"));
        Thread settles = Thread.ofVirtual().unstarted(() -> {
            narrow.ended(first, SUCCESS);
            narrow.settled(first);
        });

        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            settles.start();
            assertThat(narrow.awaitRoom(TimeUnit.SECONDS.toNanos(5))).isTrue();
        });
    }

    @Test
    void findsARunningDeliveryOverdueOnceAndCountsItsDestinationAsTroubled() {
        isHealthy("a", 4);
        InFlight slow = goes(gate, aDelivery("a"));

        assertThat(gate.findOverdue(System.nanoTime()).running()).isEmpty();
        long later = System.nanoTime() + SLOW_AFTER.toNanos() + 1;
        assertThat(gate.findOverdue(later).running())
                .extracting(Gate.Started::delivery)
                .containsExactly(slow);
        assertThat(gate.findOverdue(later).running()).isEmpty();

        for (int i = 0; i < 3; i++) {
            goes(gate, aDelivery("a"));
        }
        isDeferred(gate, aDelivery("a"), "unsteady");
    }

    @Test
    void forgivesASlowDestinationWhoseAttemptCameBackInTheEnd() {
        isHealthy("a", 1);
        InFlight slow = goes(gate, aDelivery("a"));
        gate.findOverdue(System.nanoTime() + SLOW_AFTER.toNanos() + 1);

        gate.ended(slow, SUCCESS);
        gate.settled(slow);

        goes(gate, aDelivery("a"));
        waits(gate, aDelivery("a"));
        assertThat(gate.inFlight()).isEqualTo(2);
    }

    @Test
    void handsOutWhatWaitedTooLongInALineOrForAPermit() {
        Gate narrow = gate(4, 1_000_000);
        town.at("a").taking(1);
        goes(narrow, aDelivery("a"));
        InFlight queued = waits(narrow, aDelivery("a"));
        InFlight alsoInLine = waits(narrow, aDelivery("a"));
        town.at("b").taking(1);
        isDeferred(narrow, aDelivery("b"), "unsteady");

        Gate.Overdue overdue = narrow.findOverdue(System.nanoTime() + SLOW_AFTER.toNanos() + 1);

        assertThat(overdue.notStarted()).containsExactlyInAnyOrder(queued, alsoInLine);
        assertThat(narrow.inFlight()).isEqualTo(3);
        overdue.notStarted().forEach(narrow::settled);
        assertThat(narrow.inFlight()).isEqualTo(1);
    }

    @Test
    void startsNothingFromTheLineOfADestinationThatWasDisabledMeanwhile() {
        town.at("a").taking(1);
        InFlight running = goes(gate, aDelivery("a"));
        InFlight queued = waits(gate, aDelivery("a"));
        town.at("a").becomes(Destination.Readiness.DISABLED);

        assertThat(gate.ended(running, SUCCESS)).isEmpty();

        assertThat(gate.findOverdue(System.nanoTime() + SLOW_AFTER.toNanos() + 1)
                        .notStarted())
                .containsExactly(queued);
    }

    @Test
    void beginsNothingAnyMoreOnceItIsClosed() {
        town.at("a").taking(1);
        InFlight running = goes(gate, aDelivery("a"));
        InFlight queued = waits(gate, aDelivery("a"));

        assertThat(gate.close()).containsExactly(queued);

        isDeferred(gate, aDelivery("a"), "stopping");
        isDeferred(gate, aDelivery("b"), "stopping");
        assertThat(gate.unfinished()).contains(running);
        assertThat(gate.ended(running, SUCCESS)).isEmpty();
        assertThat(gate.unfinished()).doesNotContain(running);
        gate.settled(running);
        gate.settled(queued);
        assertThat(gate.isEmpty()).isTrue();
    }

    @Test
    void givesBackThoseThatWaitForAPermitWhenItIsClosed() {
        Gate small = gate(1, 1_000_000);
        goes(small, aDelivery("a"));
        InFlight waiting = waits(small, aDelivery("b"));

        assertThat(small.close()).containsExactly(waiting);

        assertThat(small.nextWaiting()).isEmpty();
    }

    @Test
    void leasesAsManyRowsAsItWouldLetThrough() {
        DestinationId a = new DestinationId("a");
        town.at("a").taking(4);
        assertThat(gate.capacity(a)).isEqualTo(12);

        isHealthy("a", 1);
        assertThat(gate.capacity(a)).isEqualTo(5);
        goes(gate, aLeasedDelivery("a"));
        assertThat(gate.capacity(a)).isEqualTo(4);

        town.at("a").becomes(Destination.Readiness.DISABLED);
        assertThat(gate.capacity(a)).isZero();
        town.at("a").becomes(Destination.Readiness.ROUTE_UNAVAILABLE);
        assertThat(gate.capacity(a)).isZero();
        town.at("a").becomes(Destination.Readiness.SECRET_UNREADABLE);
        assertThat(gate.capacity(a)).isZero();
        town.at("a").becomes(Destination.Readiness.GONE);
        assertThat(gate.capacity(a)).isPositive();
    }

    @Test
    void leasesOnlyWhatATroubledDestinationMayRun() {
        isTroubled("a", 3);
        assertThat(gate.capacity(new DestinationId("a"))).isEqualTo(3);

        goes(gate, aDelivery("a"));

        assertThat(gate.capacity(new DestinationId("a"))).isEqualTo(2);
    }
}
