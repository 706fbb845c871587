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
 * How attempts are made and repeated, for endpoints and routes that do not say otherwise. The bounds are those of
 * {@link PolicyBounds}.
 *
 * @param deadline for one webhook as a whole, from the look-up of the name to the last byte read. Default 15 s.
 * @param concurrency attempts of one destination at a time. Default 16.
 * @param retrySchedule the waits after the failed attempts, then the dead letter. Default: Standard Webhooks' example.
 * @param jitter the share by which a wait may be shorter or longer. Default 0.2.
 * @param maxAge no attempt later than this after the event was published. Default 0: only the schedule counts.
 * @param ordering whether one event waits for the one before it. Default: none.
 * @param disableAfter an endpoint with nothing but failures for this long is disabled. Default 5 d; 0: never.
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
     * How many attempts a destination gets a second.
     *
     * @param rate attempts a second. Default 0: as fast as they are taken.
     * @param burst attempts at once after a rest. Default 0: one second's worth.
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
     * When a destination is left in peace for a while.
     *
     * @param consecutiveFailures failures in a row that open it. Default 10; 0: they do not.
     * @param failurePercent share of failures among the last {@code window} attempts that opens it. Default 0: it does not.
     * @param window attempts that the share is taken of. Default 20.
     * @param openFor until one probe is let through. Default 30 s.
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
     * The bounds of what a receiver can ask for with {@code Retry-After}.
     *
     * @param min a receiver that asks for less gets this. Default 1 s.
     * @param max a receiver that asks for more gets this. Default 24 h.
     */
    public record AskedWait(
            @DefaultValue("1s") Duration min,
            @DefaultValue("24h") Duration max) {

        public AskedWait {
            check("retry-after.max", time -> PolicyBounds.within(time, Duration.ofSeconds(1), RetryAfter.LONGEST), max);
            check("retry-after.min", time -> PolicyBounds.within(time, Duration.ZERO, max), min);
        }

        /** The wait that it gets; one that names no time gets the shortest. */
        Duration of(Optional<Duration> asked) {
            Duration wait = asked.orElse(min);
            return wait.compareTo(max) > 0 ? max : wait.compareTo(min) < 0 ? min : wait;
        }
    }

    /** The policy of a destination that does not say otherwise. */
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
