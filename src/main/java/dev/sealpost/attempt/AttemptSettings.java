package dev.sealpost.attempt;

import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.PolicyBounds;
import dev.sealpost.endpoint.PolicyOverride;
import dev.sealpost.endpoint.RetrySchedule;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of attempts and retries, for endpoints and routes without an override. {@link PolicyBounds} defines the bounds.
 *
 * @param deadline maximum duration of one webhook, from DNS lookup to the last byte read. Default 15 s.
 * @param concurrency concurrent attempts per destination. Default 16.
 * @param retrySchedule delays after failed attempts; then the delivery becomes a dead letter. Default: the Standard Webhooks
 *     example.
 * @param jitter fraction by which a delay may vary in both directions. Default 0.2.
 * @param maxAge time after publication beyond which no attempt is made. Default 0: only the schedule counts.
 * @param ordering ordering of deliveries. Default: none.
 * @param disableAfter time without a success after which an endpoint is disabled. Default 5 d; 0: never.
 */
@ConfigurationProperties(prefix = "sealpost.attempt", ignoreUnknownFields = false)
public record AttemptSettings(
        @DefaultValue("15s") Duration deadline,
        @DefaultValue("16") int concurrency,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retrySchedule,

        @DefaultValue("0.2") double jitter,
        @DefaultValue("0s") Duration maxAge,
        @DefaultValue Throttle throttle,
        @DefaultValue Breaker breaker,
        @DefaultValue("none") Ordering ordering,
        @DefaultValue("5d") Duration disableAfter,
        @DefaultValue AskedWait retryAfter) {

    private static final String PREFIX = "sealpost.attempt.";
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(5);

    /**
     * Checks the bounds.
     *
     * @throws IllegalArgumentException for a value outside its bounds, with a message for operators
     */
    public AttemptSettings {
        check("deadline", time -> PolicyBounds.within(time, Duration.ofMillis(100), LONGEST_DEADLINE), deadline);
        check("concurrency", PolicyBounds::concurrency, concurrency);
        retrySchedule = check("retry-schedule", PolicyBounds::delays, retrySchedule);
        check("jitter", PolicyBounds::jitter, jitter);
        check("max-age", PolicyBounds::maxAge, maxAge);
        check("disable-after", PolicyBounds::disableAfter, disableAfter);
    }

    /**
     * Rate limit of a destination.
     *
     * @param rate attempts per second. Default 0: unlimited.
     * @param burst attempts at once after a pause. Default 0: the attempts of one second.
     */
    public record Throttle(
            @DefaultValue("0") double rate,
            @DefaultValue("0") int burst) {

        public Throttle {
            check("throttle.rate", PolicyBounds::rate, rate);
            if (burst != 0) {
                check("throttle.burst", PolicyBounds::burst, burst);
            }
        }

        Optional<DeliveryPolicy.Throttle> policy() {
            return rate == 0
                    ? Optional.empty()
                    : Optional.of(new DeliveryPolicy.Throttle(rate, burst == 0 ? PolicyOverride.burstOf(rate) : burst));
        }
    }

    /**
     * Circuit breaker of a destination.
     *
     * @param consecutiveFailures consecutive failures that open it. Default 10; 0: disabled.
     * @param failurePercent percentage of failures among the last {@code window} attempts that opens it. Default 0: disabled.
     * @param window number of attempts in the window. Default 20.
     * @param openFor time until a probe is admitted. Default 30 s.
     */
    public record Breaker(
            @DefaultValue("10") int consecutiveFailures,
            @DefaultValue("0") int failurePercent,
            @DefaultValue("20") int window,
            @DefaultValue("30s") Duration openFor) {

        public Breaker {
            check("breaker.consecutive-failures", PolicyBounds::consecutiveFailures, consecutiveFailures);
            check("breaker.failure-percent", PolicyBounds::failurePercent, failurePercent);
            check("breaker.window", PolicyBounds::window, window);
            check("breaker.open-for", PolicyBounds::openFor, openFor);
        }

        DeliveryPolicy.BreakerPolicy policy() {
            return new DeliveryPolicy.BreakerPolicy(consecutiveFailures, failurePercent, window, openFor);
        }
    }

    /**
     * Bounds of the delay that a receiver requests with {@code Retry-After}.
     *
     * @param min shortest delay. Default 1 s.
     * @param max longest delay. Default 24 h.
     */
    public record AskedWait(
            @DefaultValue("1s") Duration min,
            @DefaultValue("24h") Duration max) {

        public AskedWait {
            check("retry-after.max", time -> PolicyBounds.within(time, Duration.ofSeconds(1), RetryAfter.LONGEST), max);
            check("retry-after.min", time -> PolicyBounds.within(time, Duration.ZERO, max), min);
        }

        /** Returns the requested delay within the bounds; the shortest when none was requested. */
        Duration of(Optional<Duration> asked) {
            Duration wait = asked.orElse(min);
            return wait.compareTo(max) > 0 ? max : wait.compareTo(min) < 0 ? min : wait;
        }
    }

    /** Returns the policy of a destination without an override. */
    public DeliveryPolicy policy() {
        return new DeliveryPolicy(
                new RetrySchedule(retrySchedule, jitter, Optional.of(maxAge).filter(Duration::isPositive)),
                new DeliveryPolicy.Load(concurrency, throttle.policy()),
                breaker.policy(),
                ordering,
                disableAfter);
    }

    private static <T> T check(String key, UnaryOperator<T> bounds, T value) {
        try {
            return bounds.apply(value);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(PREFIX + key + ": " + e.getMessage(), e);
        }
    }
}
