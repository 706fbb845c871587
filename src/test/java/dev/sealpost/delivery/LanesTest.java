package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final int MANY = 40_000;

    private final Gate.Admission admission = new Gate.Admission() {
        @Override
        public Destination destination(DestinationId id) {
            return new FakeDestination();
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return false;
        }
    };

    private final Lanes lanes = new Lanes(
            admission, Around.alone(), new BreakerNews(), Duration.ofSeconds(1).toNanos());

    /** Counted, not timed: a look over all of them for each that comes would be more than a thousand million. */
    @Test
    void looksAtBusyDestinationsAFewTimesEachHoweverManyThereAre() {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < MANY; i++) {
                lanes.of(new DestinationId("ep_" + i)).started();
            }
        }

        assertThat(lanes.looks()).isLessThan(3L * MANY);
    }

    @Test
    void forgetsDestinationsThatAreIdleOnceThereAreMany() {
        for (int i = 0; i < MANY; i++) {
            lanes.of(new DestinationId("ep_" + i));
        }

        assertThat(lanes.find(new DestinationId("ep_0"))).isEmpty();
        assertThat(lanes.find(new DestinationId("ep_" + (MANY - 1)))).isPresent();
    }
}
