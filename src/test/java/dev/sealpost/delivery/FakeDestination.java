package dev.sealpost.delivery;

import java.time.Duration;

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
    public int concurrency() {
        return concurrency;
    }

    @Override
    public Attempted attempt(Delivery delivery) {
        throw new IllegalStateException("nobody attempts anything here");
    }
}
