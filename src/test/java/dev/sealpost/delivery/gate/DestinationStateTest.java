package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DestinationStateTest {

    private static final long SLOW_AFTER = 1_000;

    private final DestinationState state = new DestinationState(SLOW_AFTER);

    @Test
    void isUnknownUntilSomethingCameBack() {
        state.started();

        assertThat(state.health()).isEqualTo(DestinationHealth.UNKNOWN);
    }

    @Test
    void isSteadyAfterASuccessAndTroubledAfterAFailure() {
        beginSlowStart(true, 10);
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);

        beginSlowStart(false, 10);
        assertThat(state.health()).isEqualTo(DestinationHealth.FAILING);

        beginSlowStart(true, 10);
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);
    }

    @Test
    void isSlowWhenHalfOfTheLastEightAreSlow() {
        for (int i = 0; i < 5; i++) {
            beginSlowStart(true, 10);
        }
        for (int i = 0; i < 3; i++) {
            beginSlowStart(true, 5_000);
        }
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);

        beginSlowStart(true, 5_000);
        assertThat(state.health()).isEqualTo(DestinationHealth.SLOW);

        for (int i = 0; i < 8; i++) {
            beginSlowStart(true, 10);
        }
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);
    }

    @Test
    void isTroubledWhileARunningAttemptIsOverdue() {
        beginSlowStart(true, 10);
        state.started();
        state.becameOverdue();
        assertThat(state.health()).isEqualTo(DestinationHealth.FAILING);

        state.ended(true);
        assertThat(state.health()).isEqualTo(DestinationHealth.HEALTHY);
        assertThat(state.isIdle(0)).isTrue();
    }

    private void beginSlowStart(boolean succeeded, long duration) {
        state.started();
        state.ended(false);
        state.remember(succeeded, duration);
    }
}
