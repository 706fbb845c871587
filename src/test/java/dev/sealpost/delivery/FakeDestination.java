package dev.sealpost.delivery;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Load;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A destination that says what a test told it to say. */
final class FakeDestination implements Destination {

    private volatile Readiness readiness = Readiness.READY;
    private final List<Long> attempts = new CopyOnWriteArrayList<>();
    private volatile int concurrency = 2;
    private volatile Optional<Attempted> answer = Optional.empty();
    private volatile Optional<Throttle> throttle = Optional.empty();
    private volatile BreakerPolicy breaker = BreakerPolicy.NEVER;

    FakeDestination taking(int attempts) {
        concurrency = attempts;
        return this;
    }

    FakeDestination throttled(double perSecond, int burst) {
        throttle = Optional.of(new Throttle(perSecond, burst));
        return this;
    }

    FakeDestination breaking(BreakerPolicy policy) {
        breaker = policy;
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
        return new DeliveryPolicy(
                new RetrySchedule(List.of(), 0),
                new Load(concurrency, throttle),
                breaker,
                Ordering.NONE,
                Duration.ZERO);
    }

    /** When each began, in nanoseconds. */
    List<Long> attempts() {
        return attempts;
    }

    void answers(Attempted attempted) {
        answer = Optional.of(attempted);
    }

    @Override
    public Attempted attempt(Delivery delivery) {
        attempts.add(System.nanoTime());
        return answer.orElseThrow(() -> new IllegalStateException("nobody attempts anything here"));
    }
}
