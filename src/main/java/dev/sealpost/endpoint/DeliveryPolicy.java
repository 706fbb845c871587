package dev.sealpost.endpoint;

import java.time.Duration;
import java.util.Optional;

/**
 * How a destination is treated. Configuration has a default for each part; an endpoint or a route may override it.
 *
 * @param disableAfter an endpoint that had nothing but failures for this long is disabled; zero: never
 */
public record DeliveryPolicy(
        RetrySchedule retry, Load load, BreakerPolicy breaker, Ordering ordering, Duration disableAfter) {

    /**
     * How much it gets.
     *
     * @param concurrency attempts at a time, at least 1
     * @param throttle empty: as fast as it takes them
     */
    public record Load(int concurrency, Optional<Throttle> throttle) {

        public Load {
            if (concurrency < 1) {
                throw new IllegalArgumentException("the concurrency of a destination is at least 1");
            }
        }
    }

    /**
     * A limit that is enforced over all nodes.
     *
     * @param perSecond attempts a second, above 0
     * @param burst attempts that may be made at once after a rest, at least 1
     */
    public record Throttle(double perSecond, int burst) {

        public Throttle {
            if (!(perSecond > 0) || burst < 1) {
                throw new IllegalArgumentException("a throttle has a rate above 0 and a burst of at least 1");
            }
        }
    }

    /**
     * When a destination is left in peace for a while. Deliveries meanwhile wait in rows and cost no attempt.
     *
     * @param consecutiveFailures failures in a row that open it; 0: they do not
     * @param failurePercent share of failures among the last {@code window} attempts that opens it; 0: it does not
     * @param window attempts that the share is taken of
     * @param openFor until one probe is let through, which closes it or opens it anew
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

    /** Whether one event waits for the one before it. */
    public enum Ordering {
        NONE,
        /** Strict; a dead letter blocks what comes after it until it is replayed or dropped. */
        STRICT,
        /** Strict; a dead letter lets the next one pass. */
        STRICT_PASS_DEAD
    }

    public boolean isOrdered() {
        return ordering != Ordering.NONE;
    }

    /** Only a number of attempts at a time; everything else as if there were no policy. */
    public static DeliveryPolicy plain(RetrySchedule retry, int concurrency) {
        return new DeliveryPolicy(
                retry, new Load(concurrency, Optional.empty()), BreakerPolicy.NEVER, Ordering.NONE, Duration.ZERO);
    }
}
