package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LaneTest {

    private static final long SLOW_AFTER = 1_000;

    private final Lane lane = new Lane(SLOW_AFTER);

    @Test
    void isUnknownUntilSomethingCameBack() {
        lane.started();

        assertThat(lane.pace()).isEqualTo(Pace.UNKNOWN);
    }

    @Test
    void isSteadyAfterASuccessAndTroubledAfterAFailure() {
        comesBack(true, 10);
        assertThat(lane.pace()).isEqualTo(Pace.STEADY);

        comesBack(false, 10);
        assertThat(lane.pace()).isEqualTo(Pace.TROUBLED);

        comesBack(true, 10);
        assertThat(lane.pace()).isEqualTo(Pace.STEADY);
    }

    @Test
    void isSlowWhenHalfOfTheLastEightAreSlow() {
        for (int i = 0; i < 5; i++) {
            comesBack(true, 10);
        }
        for (int i = 0; i < 3; i++) {
            comesBack(true, 5_000);
        }
        assertThat(lane.pace()).isEqualTo(Pace.STEADY);

        comesBack(true, 5_000);
        assertThat(lane.pace()).isEqualTo(Pace.SLOW);

        for (int i = 0; i < 8; i++) {
            comesBack(true, 10);
        }
        assertThat(lane.pace()).isEqualTo(Pace.STEADY);
    }

    @Test
    void isTroubledWhileARunningAttemptIsOverdue() {
        comesBack(true, 10);
        lane.started();
        lane.becameOverdue();
        assertThat(lane.pace()).isEqualTo(Pace.TROUBLED);

        lane.left(true);
        assertThat(lane.pace()).isEqualTo(Pace.STEADY);
        assertThat(lane.isIdle(0)).isTrue();
    }

    private void comesBack(boolean succeeded, long duration) {
        lane.started();
        lane.left(false);
        lane.remember(succeeded, duration);
    }
}
