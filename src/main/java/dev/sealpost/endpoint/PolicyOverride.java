package dev.sealpost.endpoint;

import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Override of the configured policy by an endpoint or a route. Empty values are as configured. All values are within
 * {@link PolicyBounds}.
 *
 * @param disableAfter zero: never
 */
public record PolicyOverride(
        Retries retries, Load load, Breaker breaker, Optional<Ordering> ordering, Optional<Duration> disableAfter) {

    public static final PolicyOverride NONE =
            new PolicyOverride(Retries.AS_CONFIGURED, Load.AS_CONFIGURED, Breaker.AS_CONFIGURED);

    /**
     * Retries.
     *
     * @param maxAge zero: no limit
     */
    public record Retries(Optional<List<Duration>> delays, Optional<Double> jitter, Optional<Duration> maxAge) {

        public static final Retries AS_CONFIGURED = new Retries(Optional.empty(), Optional.empty(), Optional.empty());

        public Retries {
            delays = delays.map(PolicyBounds::delays);
            jitter.ifPresent(PolicyBounds::jitter);
            maxAge.ifPresent(PolicyBounds::maxAge);
        }
    }

    /**
     * Load limits.
     *
     * @param rate attempts per second; 0: unlimited
     * @param burst empty: the attempts of one second, if the rate is overridden
     */
    public record Load(Optional<Integer> concurrency, Optional<Double> rate, Optional<Integer> burst) {

        public static final Load AS_CONFIGURED = new Load(Optional.empty(), Optional.empty(), Optional.empty());

        public Load {
            concurrency.ifPresent(PolicyBounds::concurrency);
            rate.ifPresent(PolicyBounds::rate);
            burst.ifPresent(PolicyBounds::burst);
        }

        /** Returns the rate if it is a whole number. */
        public Optional<Integer> wholeRate() {
            return rate.filter(number -> number >= 1 && number == Math.rint(number))
                    .map(Double::intValue);
        }

        public Load withRate(Optional<Double> other) {
            return new Load(concurrency, other, burst);
        }
    }

    /** The parts of a {@link BreakerPolicy}. */
    public record Breaker(
            Optional<Integer> consecutiveFailures,
            Optional<Integer> failurePercent,
            Optional<Integer> window,
            Optional<Duration> openFor) {

        public static final Breaker AS_CONFIGURED =
                new Breaker(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        public Breaker {
            consecutiveFailures.ifPresent(PolicyBounds::consecutiveFailures);
            failurePercent.ifPresent(PolicyBounds::failurePercent);
            window.ifPresent(PolicyBounds::window);
            openFor.ifPresent(PolicyBounds::openFor);
        }
    }

    public PolicyOverride {
        disableAfter.ifPresent(PolicyBounds::disableAfter);
    }

    public PolicyOverride(Retries retries, Load load, Breaker breaker) {
        this(retries, load, breaker, Optional.empty(), Optional.empty());
    }

    public PolicyOverride withLoad(Load other) {
        return new PolicyOverride(retries, other, breaker, ordering, disableAfter);
    }

    /** Returns an override with all values of this policy. */
    public static PolicyOverride of(DeliveryPolicy policy) {
        RetrySchedule retry = policy.retry();
        BreakerPolicy breaker = policy.breaker();
        Optional<Throttle> throttle = policy.load().throttle();
        return new PolicyOverride(
                new Retries(
                        Optional.of(retry.delays()),
                        Optional.of(retry.jitter()),
                        Optional.of(retry.maxAge().orElse(Duration.ZERO))),
                new Load(
                        Optional.of(policy.load().concurrency()),
                        Optional.of(throttle.map(Throttle::perSecond).orElse(0.0)),
                        throttle.map(Throttle::burst)),
                new Breaker(
                        Optional.of(breaker.consecutiveFailures()),
                        Optional.of(breaker.failurePercent()),
                        Optional.of(breaker.window()),
                        Optional.of(breaker.openFor())),
                Optional.of(policy.ordering()),
                Optional.of(policy.disableAfter()));
    }

    /** Returns the defaults with this override applied. */
    public DeliveryPolicy over(DeliveryPolicy defaults) {
        return new DeliveryPolicy(
                retry(defaults.retry()),
                load(defaults.load()),
                breaker(defaults.breaker()),
                ordering.orElse(defaults.ordering()),
                disableAfter.orElse(defaults.disableAfter()));
    }

    private RetrySchedule retry(RetrySchedule defaults) {
        return new RetrySchedule(
                retries.delays().orElse(defaults.delays()),
                retries.jitter().orElse(defaults.jitter()),
                retries.maxAge().or(defaults::maxAge).filter(Duration::isPositive));
    }

    private DeliveryPolicy.Load load(DeliveryPolicy.Load defaults) {
        Optional<Throttle> throttle = load.rate()
                .map(rate -> Optional.of(rate)
                        .filter(some -> some > 0)
                        .map(some -> new Throttle(some, load.burst().orElse(burstOf(some)))))
                .orElseGet(() -> defaults.throttle()
                        .map(old -> new Throttle(old.perSecond(), load.burst().orElse(old.burst()))));
        return new DeliveryPolicy.Load(load.concurrency().orElse(defaults.concurrency()), throttle);
    }

    /** Returns the default burst: the attempts of one second. */
    public static int burstOf(double rate) {
        return (int) Math.max(1, Math.ceil(rate));
    }

    private BreakerPolicy breaker(BreakerPolicy defaults) {
        return new BreakerPolicy(
                breaker.consecutiveFailures().orElse(defaults.consecutiveFailures()),
                breaker.failurePercent().orElse(defaults.failurePercent()),
                breaker.window().orElse(defaults.window()),
                breaker.openFor().orElse(defaults.openFor()));
    }
}
