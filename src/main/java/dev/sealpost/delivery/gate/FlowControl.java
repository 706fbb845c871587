package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.endpoint.DeliveryPolicy;
import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds one destination back besides its places: its throttle, its circuit breaker, a wait that it asked for, and the
 * slowStart after it was shut. A destination that nothing holds back has none. Times are nanoseconds. Guarded by the gate.
 */
public final class FlowControl {

    private final SlowStart slowStart = new SlowStart();
    private @Nullable RateLimiter throttle;
    private @Nullable CircuitBreaker breaker;
    private boolean isBusy;
    private long busyUntil;

    /** Whether a destination with this policy always has one. A breaker is made when there is something to count. */
    static boolean isNeeded(DeliveryPolicy policy) {
        return policy.load().throttle().isPresent();
    }

    /** Whether it may be forgotten while nothing of the destination is here: one that is not known starts slowly anyway. */
    boolean isForgettable(long now) {
        return shut(now).isEmpty()
                && (throttle == null || throttle.isAtRest(now))
                && (breaker == null || breaker.isClosed());
    }

    /** Whether it would not be missed. */
    boolean isAtRest(long now) {
        return !isBusy
                && slowStart.isOver()
                && (throttle == null || throttle.isAtRest(now))
                && (breaker == null || breaker.isAtRest());
    }

    /**
     * Does as the policy says from now on. A breaker with another policy begins anew.
     *
     * @param promisedFor for how long rows take the tokens of a throttle that was not here before
     * @return whether a breaker that was open is no more
     */
    boolean follow(DeliveryPolicy policy, int nodes, LongSupplier promisedFor, long now) {
        if (isBusy && busyUntil - now <= 0) {
            isBusy = false;
            slowStart.begin();
        }
        Optional<Throttle> wanted = policy.load().throttle();
        if (wanted.isEmpty()) {
            throttle = null;
        } else if (throttle == null || !throttle.throttle().equals(wanted.get())) {
            throttle = new RateLimiter(wanted.get(), nodes, promisedFor.getAsLong(), now);
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

    /** It was not ready, and is again. */
    void comesBack() {
        slowStart.begin();
    }

    /** Why nothing may pass now, and for how long; empty when something may. */
    Optional<AdmissionDecision.Defer> shut(long now) {
        if (breaker != null && breaker.ask(now) == CircuitBreaker.Answer.SHUT) {
            return Optional.of(new AdmissionDecision.Defer("breaker-open", breaker.untilProbe(now)));
        }
        return isBusy && busyUntil - now > 0
                ? Optional.of(new AdmissionDecision.Defer("slow-down", busyUntil - now))
                : Optional.empty();
    }

    /** Whether the next one that starts is a breaker's probe. */
    boolean isProbing(long now) {
        return breaker != null && breaker.ask(now) == CircuitBreaker.Answer.PROBE;
    }

    boolean isThrottled() {
        return throttle != null;
    }

    /** Whether what waits in rows could not be taken at once, so that the node need not wait for it. */
    boolean holdsBack(long now) {
        return !slowStart.isOver() || isShutToLines(now);
    }

    /** Whether what waits in line here has to go back: nothing may pass, or not without a token or as a probe. */
    boolean isShutToLines(long now) {
        return isThrottled() || shut(now).isPresent() || isProbing(now);
    }

    /** How many may run at a time, of so many that its places allow. */
    int limit(int places) {
        return Math.min(places, slowStart.limit());
    }

    /** How many rows may be leased beside its places; empty when only those count. */
    OptionalInt rows(long now) {
        if (shut(now).isPresent()) {
            return OptionalInt.of(0);
        }
        if (isProbing(now)) {
            return OptionalInt.of(throttle == null ? 1 : Math.min(1, throttle.tokens(now)));
        }
        return throttle == null ? OptionalInt.empty() : OptionalInt.of(Math.max(0, throttle.tokens(now)));
    }

    /** Whether there is a token for it. */
    boolean hasToken(boolean fresh, long now) {
        return throttle == null || throttle.lets(fresh, now);
    }

    /** It starts: in so many nanoseconds. */
    long start(InFlight delivery, boolean fresh, long now) {
        if (breaker != null && isProbing(now)) {
            breaker.probe();
            delivery.becomeProbe();
        }
        return throttle == null ? 0 : throttle.start(fresh, now);
    }

    /** It is put off: for so many nanoseconds. */
    long putOff(boolean fresh, long now) {
        if (throttle == null) {
            return 0;
        }
        return fresh ? throttle.putIntoRow(now) : throttle.untilNext(now);
    }

    /** So many rows have new turns, the last of them in so many nanoseconds. */
    void retimed(long promisedFor, int rows, long now) {
        if (throttle != null) {
            throttle.promised(promisedFor, rows, now);
        }
    }

    /** The next row of the destination is due in so many nanoseconds. */
    void nextRow(long nanos, long now) {
        if (throttle != null) {
            throttle.nextRow(nanos, now);
        }
    }

    /**
     * An attempt has come back.
     *
     * @param concurrency what the destination gets when nothing holds it back
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
                // It answers, and says what it wants: that is no reason to open. A probe has failed all the same.
                yield delivery.isProbe() ? count(delivery, false, concurrency, now) : CircuitBreaker.Change.NONE;
            }
            case AttemptSignal.None none -> {
                if (breaker != null && delivery.isProbe()) {
                    breaker.probeSaidNothing();
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

    /** In how many nanoseconds an open breaker may be probed. */
    long untilProbe(long now) {
        return breaker == null ? 0 : breaker.untilProbe(now);
    }
}
