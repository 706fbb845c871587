package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.flight.InFlight;
import org.junit.jupiter.api.Test;

/** Deliveries that run or wait for too long are found, once. */
class FindOverdueTest extends GateTestBase {

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
        destinations.at("a").taking(1);
        goes(narrow, aDelivery("a"));
        InFlight queued = waits(narrow, aDelivery("a"));
        InFlight alsoInLine = waits(narrow, aDelivery("a"));
        destinations.at("b").taking(1);
        isDeferred(narrow, aDelivery("b"), "unsteady");

        Gate.Overdue overdue = narrow.findOverdue(System.nanoTime() + SLOW_AFTER.toNanos() + 1);

        assertThat(overdue.notStarted()).containsExactlyInAnyOrder(queued, alsoInLine);
        assertThat(narrow.inFlight()).isEqualTo(3);
        overdue.notStarted().forEach(narrow::settled);
        assertThat(narrow.inFlight()).isEqualTo(1);
    }

    @Test
    void startsNothingFromTheLineOfADestinationThatWasDisabledMeanwhile() {
        destinations.at("a").taking(1);
        InFlight running = goes(gate, aDelivery("a"));
        InFlight queued = waits(gate, aDelivery("a"));
        destinations.at("a").becomes(Destination.Readiness.DISABLED);

        assertThat(gate.ended(running, SUCCESS)).isEmpty();

        assertThat(gate.findOverdue(System.nanoTime() + SLOW_AFTER.toNanos() + 1)
                        .notStarted())
                .containsExactly(queued);
    }
}
