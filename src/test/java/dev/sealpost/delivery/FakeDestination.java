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
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** A destination that says what a test told it to say. */
public final class FakeDestination implements Destination {

    private volatile Readiness readiness = Readiness.READY;
    private final List<Long> attempts = new CopyOnWriteArrayList<>();
    private final List<String> delivered = new CopyOnWriteArrayList<>();
    private volatile int concurrency = 2;
    private volatile Optional<Callable<Attempted>> answer = Optional.empty();
    private volatile Optional<Throttle> throttle = Optional.empty();
    private volatile Optional<Batching> batching = Optional.empty();
    private volatile BreakerPolicy breaker = BreakerPolicy.NEVER;

    public FakeDestination taking(int attempts) {
        concurrency = attempts;
        return this;
    }

    public FakeDestination batched(int size) {
        batching = Optional.of(new Batching(size, Duration.ZERO));
        return this;
    }

    @Override
    public Optional<Batching> batching() {
        return batching;
    }

    public FakeDestination throttled(double perSecond, int burst) {
        throttle = Optional.of(new Throttle(perSecond, burst));
        return this;
    }

    public void unthrottled() {
        throttle = Optional.empty();
    }

    public FakeDestination breaking(BreakerPolicy policy) {
        breaker = policy;
        return this;
    }

    public void becomes(Readiness now) {
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

    /** The ids of the events, in the order in which they came. */
    public List<String> delivered() {
        return delivered;
    }

    /** When each began, in nanoseconds. */
    public List<Long> attempts() {
        return attempts;
    }

    public void answers(Attempted attempted) {
        answering(() -> attempted);
    }

    /** @param attempt what each attempt does */
    public void answering(Callable<Attempted> attempt) {
        answer = Optional.of(attempt);
    }

    @Override
    public Attempted attempt(Delivery delivery) {
        delivered.add(delivery.event().id().value());
        attempts.add(System.nanoTime());
        try {
            return answer.orElseThrow(() -> new IllegalStateException("nobody attempts anything here"))
                    .call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
