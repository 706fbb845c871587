package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.flight.InFlight;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Destinations that ask for a pause, or that are paused. */
class GateWithPauseTest extends HeldBackTestBase {

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
        end(one, new AttemptSignal.Busy(Duration.ofSeconds(30)));

        end(other, new AttemptSignal.Busy(Duration.ofSeconds(5)));

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
