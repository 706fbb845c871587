package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Flow control of one destination beyond its concurrency: rate limit, circuit breaker, requested pause, and slow start after
 * a closure. Destinations without restrictions have none. Times are nanoseconds. Guarded by the gate.
 */
public final class FlowControl {

    private final SlowStart slowStart = new SlowStart();
    private @Nullable RateLimiter throttle;
    private @Nullable CircuitBreaker breaker;
    private boolean isBusy;
    private long busyUntil;

    /** Returns whether this policy always needs flow control. A circuit breaker is created with the first failure. */
    static boolean isNeeded(DeliveryPolicy policy) {
        return policy.load().throttle().isPresent();
    }

    /** Returns whether it can be dropped with an idle destination: an unknown destination starts slowly anyway. */
    boolean isForgettable(long now) {
        return rejection(now).isEmpty()
                && (throttle == null || throttle.hasNoState(now))
                && (breaker == null || breaker.isClosed());
    }

    /** Returns whether it has no state, so that it can be dropped. */
    boolean hasNoState(long now) {
        return !isBusy
                && slowStart.isOver()
                && (throttle == null || throttle.hasNoState(now))
                && (breaker == null || breaker.hasNoState());
    }

    /**
     * Applies the current policy. A circuit breaker whose policy changed starts anew.
     *
     * @param reservedFor how long waiting rows have reserved the rate of a new rate limiter
     * @return whether an open circuit breaker was removed
     */
    boolean follow(DeliveryPolicy policy, int nodes, LongSupplier reservedFor, long now) {
        if (isBusy && busyUntil - now <= 0) {
            isBusy = false;
            slowStart.begin();
        }
        Optional<Throttle> wanted = policy.load().throttle();
        if (wanted.isEmpty()) {
            throttle = null;
        } else if (throttle == null || !throttle.throttle().equals(wanted.get())) {
            throttle = new RateLimiter(wanted.get(), nodes, reservedFor.getAsLong(), now);
        } else {
            throttle.share(nodes, now);
        }
        if (breaker != null && breaker.policy().equals(policy.breaker())) {
            return false;
        }
        boolean wasOpen = breaker != null && !breaker.isClosed();
        breaker = CircuitBreaker.isNeeded(policy.breaker()) ? new CircuitBreaker(policy.breaker()) : null;
        return wasOpen;
    }

    /** Begins a slow start: the destination is ready again. */
    void beginSlowStart() {
        slowStart.begin();
    }

    /** Returns why and for how long nothing may start; empty when deliveries may start. */
    Optional<AdmissionDecision.Defer> rejection(long now) {
        if (breaker != null && breaker.permission(now) == CircuitBreaker.Permission.SHUT) {
            return Optional.of(new AdmissionDecision.Defer("breaker-open", breaker.untilProbe(now)));
        }
        return isBusy && busyUntil - now > 0
                ? Optional.of(new AdmissionDecision.Defer("slow-down", busyUntil - now))
                : Optional.empty();
    }

    /** Returns whether the next delivery to start is a probe. */
    boolean isProbing(long now) {
        return breaker != null && breaker.permission(now) == CircuitBreaker.Permission.PROBE;
    }

    boolean isThrottled() {
        return throttle != null;
    }

    /** Returns whether waiting rows could not start at once, so that the intake need not wait for them. */
    boolean isRestricting(long now) {
        return !slowStart.isOver() || isClosedToQueue(now);
    }

    /** Returns whether queued deliveries must return to rows: nothing may start, or only with a token or as a probe. */
    boolean isClosedToQueue(long now) {
        return isThrottled() || rejection(now).isPresent() || isProbing(now);
    }

    /** Returns the concurrency, reduced by a slow start. */
    int limit(int concurrency) {
        return Math.min(concurrency, slowStart.limit());
    }

    /** Returns the limit of rows to lease; empty when only the concurrency counts. */
    OptionalInt rows(long now) {
        if (rejection(now).isPresent()) {
            return OptionalInt.of(0);
        }
        if (isProbing(now)) {
            return OptionalInt.of(throttle == null ? 1 : Math.min(1, throttle.tokens(now)));
        }
        return throttle == null ? OptionalInt.empty() : OptionalInt.of(Math.max(0, throttle.tokens(now)));
    }

    /** Returns whether a token is available. */
    boolean hasToken(boolean fresh, long now) {
        return throttle == null || throttle.allows(fresh, now);
    }

    /** Takes a token and returns the delay before the start. */
    long start(InFlight delivery, boolean fresh, long now) {
        if (breaker != null && isProbing(now)) {
            breaker.probe();
            delivery.becomeProbe();
        }
        return throttle == null ? 0 : throttle.start(fresh, now);
    }

    /** Returns for how long a deferred delivery waits. */
    long delayOfRow(boolean fresh, long now) {
        if (throttle == null) {
            return 0;
        }
        return fresh ? throttle.reserveRow(now) : throttle.untilNext(now);
    }

    /** Takes note of rescheduled rows, the last of which is due after the given time. */
    void retimed(long reservedFor, int rows, long now) {
        if (throttle != null) {
            throttle.reserved(reservedFor, rows, now);
        }
    }

    /** Takes note of when the next row is due. */
    void nextRow(long nanos, long now) {
        if (throttle != null) {
            throttle.nextRow(nanos, now);
        }
    }

    /**
     * Records the end of an attempt.
     *
     * @param concurrency concurrency of the destination without restrictions
     */
    CircuitBreaker.Change ended(InFlight delivery, AttemptSignal signal, int concurrency, long now) {
        return switch (signal) {
            case AttemptSignal.Good good -> count(delivery, true, concurrency, now);
            case AttemptSignal.Bad bad -> count(delivery, false, concurrency, now);
            case AttemptSignal.Busy(var pause) -> {
                long until = now + pause.toNanos();
                if (!isBusy || until - busyUntil > 0) {
                    busyUntil = until;
                }
                isBusy = true;
                // A requested pause does not count as a failure, except for a probe.
                yield delivery.isProbe() ? count(delivery, false, concurrency, now) : CircuitBreaker.Change.NONE;
            }
            case AttemptSignal.None none -> {
                if (breaker != null && delivery.isProbe()) {
                    breaker.probeInconclusive();
                }
                yield CircuitBreaker.Change.NONE;
            }
        };
    }

    private CircuitBreaker.Change count(InFlight delivery, boolean succeeded, int concurrency, long now) {
        slowStart.ended(succeeded, concurrency);
        if (breaker == null) {
            return CircuitBreaker.Change.NONE;
        }
        CircuitBreaker.Change change = breaker.ended(delivery.isProbe(), succeeded, now);
        if (change == CircuitBreaker.Change.CLOSED) {
            slowStart.begin();
        }
        return change;
    }

    /** Returns the nanoseconds until an open circuit breaker admits a probe. */
    long untilProbe(long now) {
        return breaker == null ? 0 : breaker.untilProbe(now);
    }
}
