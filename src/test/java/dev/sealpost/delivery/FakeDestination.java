package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** A destination that says what a test told it to say. */
final class FakeDestination implements Destination {

    private volatile Readiness readiness = Readiness.READY;
    private volatile int concurrency = 2;
    private volatile Callable<Attempted> answer = () -> {
        throw new IllegalStateException("nobody attempts anything here");
    };

    FakeDestination taking(int attempts) {
        concurrency = attempts;
        return this;
    }

    /** @param attempt what each attempt does */
    FakeDestination answering(Callable<Attempted> attempt) {
        answer = attempt;
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
        try {
            return answer.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
