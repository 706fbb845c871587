package dev.sealpost.endpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * Delivery policy of a destination. Configuration has a default for each part; an endpoint or a route may override it.
 *
 * @param disableAfter time without a success after which an endpoint is disabled; zero: never
 */
public record DeliveryPolicy(
        RetrySchedule retry, Load load, BreakerPolicy breaker, Ordering ordering, Duration disableAfter) {

    /**
     * Load limits.
     *
     * @param concurrency concurrent attempts, at least 1
     * @param throttle rate limit; empty: unlimited
     */
    public record Load(int concurrency, Optional<Throttle> throttle) {

        public Load {
            if (concurrency < 1) {
                throw new IllegalArgumentException(
                        "the concurrency of a destination must be at least 1, but is " + concurrency);
            }
        }
    }

    /**
     * Rate limit, shared by all nodes.
     *
     * @param perSecond attempts per second, above 0
     * @param burst attempts at once after a pause, at least 1
     */
    public record Throttle(double perSecond, int burst) {

        public Throttle {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException("a rate limit needs a rate above 0 and a burst of at least 1");
            }
        }
    }

    /**
     * Circuit breaker policy. While open, deliveries wait in rows and no attempt is counted.
     *
     * @param consecutiveFailures consecutive failures that open it; 0: disabled
     * @param failurePercent percentage of failures among the last {@code window} attempts that opens it; 0: disabled
     * @param window number of attempts in the window
     * @param openFor time until a probe is admitted, which closes or reopens it
     */
    public record BreakerPolicy(int consecutiveFailures, int failurePercent, int window, Duration openFor) {

        public static final BreakerPolicy NEVER = new BreakerPolicy(0, 0, 1, Duration.ofSeconds(1));

        public BreakerPolicy {
            if (consecutiveFailures < 0 || failurePercent < 0 || failurePercent > 100) {
                throw new IllegalArgumentException("a breaker has at least 0 failures and a share of 0 to 100 percent");
            }
            if (window < 1 || !openFor.isPositive()) {
                throw new IllegalArgumentException(
                        "a breaker has a window of at least 1 and is open for longer than 0");
            }
        }
    }

    /** Ordering of deliveries. */
    public enum Ordering {
        NONE,
        /** Strict; a dead letter blocks its successors until it is replayed or deleted. */
        STRICT,
        /** Strict; a dead letter does not block its successors. */
        STRICT_PASS_DEAD
    }

    public boolean isOrdered() {
        return ordering != Ordering.NONE;
    }

    /** Creates a policy with only retries and a concurrency. */
    public static DeliveryPolicy plain(RetrySchedule retry, int concurrency) {
        return new DeliveryPolicy(
                retry, new Load(concurrency, Optional.empty()), BreakerPolicy.NEVER, Ordering.NONE, Duration.ZERO);
    }
}
