package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.OpenBreaker;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Destinations that fail until their circuit breaker opens, and what closes it again. */
class GateWithBreakerTest extends HeldBackTestBase {

    private static final Duration OPEN_FOR = Duration.ofSeconds(10);
    private static final BreakerPolicy AFTER_TWO = new BreakerPolicy(2, 0, 1, OPEN_FOR);

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
        end(probe, GOOD);

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
}
