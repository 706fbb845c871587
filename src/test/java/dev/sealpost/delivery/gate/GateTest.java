package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Limits of the whole node: its permits, its bytes and what it pulls; and a gate that closes. */
class GateTest extends GateTestBase {

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
    void beginsNothingAnyMoreOnceItIsClosed() {
        destinations.at("a").taking(1);
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
}
