package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.flight.InFlight;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DestinationStateTest {

    private static final long SHORT = Duration.ofMillis(49).toNanos();
    private static final long SLOW = Duration.ofMillis(51).toNanos();
    private static final long SLOW_AFTER = Duration.ofSeconds(1).toNanos();

    private final DestinationState state = new DestinationState(SLOW_AFTER);

    @Test
    void isUnknownUntilSomethingCameBack() {
        state.start(SampleDelivery.fresh());

        assertThat(state.health()).isEqualTo(DestinationHealth.UNKNOWN);
    }

    @Test
    void isSteadyAfterASuccessAndTroubledAfterAFailure() {
        attempted(true, 10);
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);

        attempted(false, 10);
        assertThat(state.health()).isEqualTo(DestinationHealth.FAILING);

        attempted(true, 10);
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);
    }

    @Test
    void isSlowWhenHalfOfTheLastEightAreSlow() {
        for (int i = 0; i < 5; i++) {
            attempted(true, 10);
        }
        for (int i = 0; i < 3; i++) {
            attempted(true, 5 * SLOW_AFTER);
        }
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);

        attempted(true, 5 * SLOW_AFTER);
        assertThat(state.health()).isEqualTo(DestinationHealth.SLOW);

        for (int i = 0; i < 8; i++) {
            attempted(true, 10);
        }
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);
    }

    @Test
    void isTroubledWhileARunningAttemptIsOverdue() {
        attempted(true, 10);
        InFlight late = SampleDelivery.fresh();
        state.start(late);
        late.becomeOverdue();
        state.becameOverdue();
        assertThat(state.health()).isEqualTo(DestinationHealth.FAILING);

        state.ended(late);
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);
        assertThat(state.isIdle(0)).isTrue();
    }

    @Test
    void isQuickWhileOneOfTheLastEightWasShort() {
        assertThat(state.isQuick()).isTrue();

        for (int i = 0; i < 8; i++) {
            attempted(true, SLOW);
        }
        assertThat(state.isQuick()).isFalse();

        attempted(true, SHORT);
        assertThat(state.isQuick()).isTrue();

        attempted(false, SHORT);
        assertThat(state.isQuick()).isFalse();
    }

    @Test
    void countsWhatCameFromRowsUntilItHasLeft() {
        InFlight running = SampleDelivery.fromRow();
        InFlight queued = SampleDelivery.fromRow();
        state.start(running);
        state.enqueue(queued);
        state.enqueue(SampleDelivery.fresh());
        assertThat(state.fromRows()).isEqualTo(2);

        state.ended(running);
        assertThat(state.removeQueued(queued)).isTrue();
        assertThat(state.removeQueued(queued)).isFalse();
        assertThat(state.fromRows()).isZero();

        state.enqueue(SampleDelivery.fromRow());
        assertThat(state.drainQueue()).hasSize(2);
        assertThat(state.fromRows()).isZero();
    }

    private void attempted(boolean succeeded, long duration) {
        InFlight delivery = SampleDelivery.fresh();
        state.start(delivery);
        state.ended(delivery);
        state.remember(succeeded, duration);
    }
}
