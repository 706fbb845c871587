package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DestinationStatesTest {

    private static final int MANY = 40_000;

    private final DestinationLookup destinations = new DestinationLookup() {
        @Override
        public Destination destination(DestinationId id) {
            return new FakeDestination();
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return false;
        }
    };

    private final DestinationStates states = new DestinationStates(
            destinations, FakeGateEnvironment.alone(), Duration.ofSeconds(1).toNanos());

    /** Counted, not timed: a look over all of them for each that comes would be more than a thousand million. */
    @Test
    void looksAtBusyDestinationsAFewTimesEachHoweverManyThereAre() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < MANY; i++) {
                states.of(new DestinationId("ep_" + i)).start(SampleDelivery.fresh());
            }
        }

        assertThat(states.scanned()).isLessThan(3L * MANY);
    }

    @Test
    void forgetsDestinationsThatAreIdleOnceThereAreMany() {
        for (int i = 0; i < MANY; i++) {
            states.of(new DestinationId("ep_" + i));
        }

        assertThat(states.find(new DestinationId("ep_0"))).isEmpty();
        assertThat(states.find(new DestinationId("ep_" + (MANY - 1)))).isPresent();
    }
}
