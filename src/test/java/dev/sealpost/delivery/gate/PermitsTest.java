package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PermitsTest {

    private final Permits permits = new Permits(16, 1_000);

    @Test
    void givesAQuarterToTheSteadyOnlyAndAQuarterToTheTroubled() {
        assertThat(permits.available(DestinationHealth.HEALTHY)).isEqualTo(16);
        assertThat(permits.available(DestinationHealth.UNKNOWN)).isEqualTo(12);
        assertThat(permits.available(DestinationHealth.FAILING)).isEqualTo(4);

        take(8, true);
        assertThat(permits.available(DestinationHealth.FAILING)).isZero();
        assertThat(permits.available(DestinationHealth.UNKNOWN)).isEqualTo(4);

        take(4, true);
        assertThat(permits.available(DestinationHealth.UNKNOWN)).isZero();
        assertThat(permits.available(DestinationHealth.HEALTHY)).isEqualTo(4);
    }

    @Test
    void leavesSomethingToWhatWasSlowWhereTheTroubledHaveTheirQuarter() {
        take(4, true);

        assertThat(permits.available(DestinationHealth.FAILING)).isZero();
        assertThat(permits.available(DestinationHealth.SLOW)).isEqualTo(8);
    }

    @Test
    void countsTheSteadyAgainstTheWhole() {
        take(14, false);

        assertThat(permits.available(DestinationHealth.HEALTHY)).isEqualTo(2);
        assertThat(permits.available(DestinationHealth.UNKNOWN)).isEqualTo(2);
        assertThat(permits.available(DestinationHealth.FAILING)).isEqualTo(2);
    }

    @Test
    void chargesOneThatTurnsUnsteadyToTheirShare() {
        take(1, false);
        permits.becameUnhealthy();
        assertThat(permits.available(DestinationHealth.FAILING)).isEqualTo(3);

        permits.release(1, true);
        assertThat(permits.available(DestinationHealth.FAILING)).isEqualTo(4);
        assertThat(permits.used()).isZero();
    }

    @Test
    void countsBytesAndLetsOneGiantThroughAlone() {
        assertThat(permits.hasRoomFor(5_000)).isTrue();
        permits.take(5_000, false);
        assertThat(permits.hasRoomFor(0)).isFalse();

        permits.release(5_000, false);
        permits.take(600, false);
        assertThat(permits.hasRoomFor(400)).isTrue();
        assertThat(permits.hasRoomFor(401)).isFalse();
    }

    @Test
    void leavesSomethingToEveryoneOnTheSmallestNode() {
        Permits one = new Permits(1, 1_000);

        assertThat(one.available(DestinationHealth.FAILING)).isEqualTo(1);
        assertThat(one.available(DestinationHealth.UNKNOWN)).isEqualTo(1);
    }

    private void take(int count, boolean unhealthy) {
        for (int i = 0; i < count; i++) {
            permits.take(1, unhealthy);
        }
    }
}
