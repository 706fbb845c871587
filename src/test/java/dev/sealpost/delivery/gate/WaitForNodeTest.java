package dev.sealpost.delivery.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Whether an admitted delivery still waits for this node; {@link GateTest} shows what is admitted. */
class WaitForNodeTest {

    private static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    private final DestinationLookup destinations = new DestinationLookup() {
        @Override
        public Destination destination(DestinationId id) {
            return new FakeDestination().taking(1);
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return false;
        }
    };
    private final DestinationStates states =
            new DestinationStates(destinations, FakeGateEnvironment.alone(), SLOW_AFTER.toNanos());
    private final AdmitDelivery admit = new AdmitDelivery(
            destinations, FakeGateEnvironment.alone(), states, new AdmittedDeliveries(new Permits(64, 1 << 20), 64));
    private final AtomicInteger notWaiting = new AtomicInteger();

    @Test
    void waitsForTheNodeWhileItsDestinationIsQuick() {
        attemptsTook(Duration.ofMillis(10));

        admitTwo();

        assertThat(notWaiting).hasValue(0);
    }

    @Test
    void doesNotWaitForTheNodeOnceItsDestinationIsNotQuick() {
        attemptsTook(Duration.ofMillis(100));

        admitTwo();

        assertThat(notWaiting).hasValue(2);
    }

    private void attemptsTook(Duration duration) {
        for (int i = 0; i < 8; i++) {
            states.of(SampleDelivery.fresh()).remember(true, duration.toNanos());
        }
    }

    /** The first one runs, and the second one is queued. */
    private void admitTwo() {
        assertThat(admit.decide(SampleDelivery.fresh(notWaiting::incrementAndGet)))
                .isInstanceOf(AdmissionDecision.Go.class);
        assertThat(admit.decide(SampleDelivery.fresh(notWaiting::incrementAndGet)))
                .isInstanceOf(AdmissionDecision.Wait.class);
    }
}
