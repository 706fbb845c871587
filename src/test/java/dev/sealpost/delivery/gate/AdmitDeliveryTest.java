package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.subscription.DestinationId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Deliveries of a destination that go, wait in its line, or are put off, and how many of its rows are taken. */
class AdmitDeliveryTest extends GateTestBase {

    @Test
    void asksTheDestinationFirst() {
        destinations.at("a").becomes(Destination.Readiness.DISABLED);
        destinations.at("b").becomes(Destination.Readiness.ROUTE_UNAVAILABLE);
        destinations.at("c").becomes(Destination.Readiness.GONE);
        destinations.at("d").becomes(Destination.Readiness.SECRET_UNREADABLE);

        isDeferred(gate, aDelivery("a"), "disabled");
        isDeferred(gate, aDelivery("b"), "route-unavailable");
        isDeferred(gate, aDelivery("d"), "secret-unreadable");
        assertThat(gate.admit(aDelivery("c"))).isEqualTo(new AdmissionDecision.Cancel());
        assertThat(gate.isEmpty()).isTrue();
    }

    @Test
    void letsOneBatchInForOnePermit() {
        isHealthy("a", 16);
        destinations.at("a").batched(100);
        DestinationId id = new DestinationId("a");
        assertThat(gate.capacity(id)).isEqualTo(1);

        InFlight batch = goes(gate, aBatch("a", 100));

        assertThat(gate.inFlight()).isEqualTo(1);
        assertThat(gate.capacity(id)).isZero();
        isDeferred(gate, aBatch("a", 100), "in-flight-cap");
        gate.ended(batch, SUCCESS);
        gate.settled(batch);
        assertThat(gate.capacity(id)).isEqualTo(1);
        assertThat(gate.isEmpty()).isTrue();
    }

    @Test
    void countsThePayloadsOfAWholeBatch() {
        Gate small = gate(16, 10);
        destinations.at("a").batched(3);
        goes(small, aBatch("a", 3));

        waits(small, aDelivery("b", 5));
    }

    @Test
    void defersWhatWasBatchedOtherwiseThanItsDestinationWants() {
        isDeferred(gate, aBatch("a", 2), "batch");
        destinations.at("b").batched(2);
        isDeferred(gate, aLeasedDelivery("b"), "batch");
        isDeferred(gate, aDelivery("b"), "batch");
    }

    @Test
    void servesRowsThatAreDueBeforeWhatIsFresh() {
        destinations.behind.add(new DestinationId("a"));

        isDeferred(gate, aDelivery("a"), "backlog");
        goes(gate, aLeasedDelivery("a"));
    }

    @Test
    void hasRoomForRowsOfAQuickDestinationBesideWhatIsFresh() {
        // Given one place, a queue of four for rows, and one of eight for what is fresh
        isHealthy("a", 1);
        destinations.behind.add(new DestinationId("a"));
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
        destinations.behind.add(new DestinationId("a"));

        isDeferred(gate, aDelivery("a"), "backlog");
        goes(gate, aLeasedDelivery("a"));
    }

    @Test
    void probesADestinationOfWhichNothingIsKnown() {
        destinations.at("a").taking(16);
        InFlight first = goes(gate, aDelivery("a"));
        goes(gate, aDelivery("a"));
        InFlight third = waits(gate, aDelivery("a"));

        List<Gate.Started> next = gate.ended(first, SUCCESS);

        assertThat(next).extracting(Gate.Started::delivery).containsExactly(third);
        goes(gate, aDelivery("a"));
    }

    @Test
    void doesNotOpenTheLineOfAProbedDestinationThatFails() {
        destinations.at("a").taking(16);
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
    void leasesAsManyRowsAsItWouldLetThrough() {
        DestinationId a = new DestinationId("a");
        destinations.at("a").taking(4);
        assertThat(gate.capacity(a)).isEqualTo(12);

        isHealthy("a", 1);
        assertThat(gate.capacity(a)).isEqualTo(5);
        goes(gate, aLeasedDelivery("a"));
        assertThat(gate.capacity(a)).isEqualTo(4);

        destinations.at("a").becomes(Destination.Readiness.DISABLED);
        assertThat(gate.capacity(a)).isZero();
        destinations.at("a").becomes(Destination.Readiness.ROUTE_UNAVAILABLE);
        assertThat(gate.capacity(a)).isZero();
        destinations.at("a").becomes(Destination.Readiness.SECRET_UNREADABLE);
        assertThat(gate.capacity(a)).isZero();
        destinations.at("a").becomes(Destination.Readiness.GONE);
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
