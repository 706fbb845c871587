package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.util.List;

/** A destination that says what a test told it to say. */
final class FakeDestination implements Destination {

    private volatile Readiness readiness = Readiness.READY;
    private volatile int concurrency = 2;

    FakeDestination taking(int attempts) {
        concurrency = attempts;
        return this;
    }

    void becomes(Readiness now) {
        readiness = now;
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(15);
    }

    @Override
    public DeliveryPolicy policy() {
        return DeliveryPolicy.plain(new RetrySchedule(List.of(), 0), concurrency);
    }

    @Override
    public Attempted attempt(Delivery delivery) {
        throw new IllegalStateException("nobody attempts anything here");
    }
}
