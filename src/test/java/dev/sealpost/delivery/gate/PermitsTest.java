package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PermitsTest {

    private final Permits permits = new Permits(16, 1_000);

    @Test
    void givesAQuarterToTheSteadyOnlyAndAQuarterToTheTroubled() {
        assertThat(permits.left(DestinationHealth.HEALTHY)).isEqualTo(16);
        assertThat(permits.left(DestinationHealth.UNKNOWN)).isEqualTo(12);
        assertThat(permits.left(DestinationHealth.FAILING)).isEqualTo(4);

        take(8, true);
        assertThat(permits.left(DestinationHealth.FAILING)).isZero();
        assertThat(permits.left(DestinationHealth.UNKNOWN)).isEqualTo(4);

        take(4, true);
        assertThat(permits.left(DestinationHealth.UNKNOWN)).isZero();
        assertThat(permits.left(DestinationHealth.HEALTHY)).isEqualTo(4);
    }

    @Test
    void leavesSomethingToWhatWasSlowWhereTheTroubledHaveTheirQuarter() {
        take(4, true);

        assertThat(permits.left(DestinationHealth.FAILING)).isZero();
        assertThat(permits.left(DestinationHealth.SLOW)).isEqualTo(8);
    }

    @Test
    void countsTheSteadyAgainstTheWhole() {
        take(14, false);

        assertThat(permits.left(DestinationHealth.HEALTHY)).isEqualTo(2);
        assertThat(permits.left(DestinationHealth.UNKNOWN)).isEqualTo(2);
        assertThat(permits.left(DestinationHealth.FAILING)).isEqualTo(2);
    }

    @Test
    void chargesOneThatTurnsUnsteadyToTheirShare() {
        take(1, false);
        permits.becameUnhealthy();
        assertThat(permits.left(DestinationHealth.FAILING)).isEqualTo(3);

        permits.giveBack(1, true);
        assertThat(permits.left(DestinationHealth.FAILING)).isEqualTo(4);
        assertThat(permits.used()).isZero();
    }

    @Test
    void countsBytesAndLetsOneGiantThroughAlone() {
        assertThat(permits.isFree(5_000)).isTrue();
        permits.take(5_000, false);
        assertThat(permits.isFree(0)).isFalse();

        permits.giveBack(5_000, false);
        permits.take(600, false);
        assertThat(permits.isFree(400)).isTrue();
        assertThat(permits.isFree(401)).isFalse();
    }

    @Test
    void leavesSomethingToEveryoneOnTheSmallestNode() {
        Permits one = new Permits(1, 1_000);

        assertThat(one.left(DestinationHealth.FAILING)).isEqualTo(1);
        assertThat(one.left(DestinationHealth.UNKNOWN)).isEqualTo(1);
    }

    private void take(int count, boolean unhealthy) {
        for (int i = 0; i < count; i++) {
            permits.take(1, unhealthy);
        }
    }
}
