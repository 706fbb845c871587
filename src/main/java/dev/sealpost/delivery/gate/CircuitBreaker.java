package dev.sealpost.delivery.gate;

import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import java.util.BitSet;

/**
 * The circuit breaker of one destination, as a state machine without a clock of its own. Closed, it counts failures. Open,
 * it lets nothing through until its time is over. Half open, it lets one probe through, whose outcome closes or opens it.
 * Attempts of the window that were not made yet count as successes, so that a new one is one that is at rest.
 * Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
final class CircuitBreaker {

    private final BreakerPolicy policy;
    private final BitSet failed;
    private State state = new State.Closed();
    private int inARow;
    private int next;

    private sealed interface State {

        record Closed() implements State {}

        record Open(long until) implements State {}

        record HalfOpen(boolean isProbed) implements State {}
    }

    /** What it says to a delivery. */
    enum Answer {
        PASS,
        /** This one is the probe, if it starts. */
        PROBE,
        SHUT
    }

    /** What an outcome changed. */
    enum Change {
        NONE,
        OPENED,
        OPENED_AGAIN,
        CLOSED
    }

    CircuitBreaker(BreakerPolicy policy) {
        this.policy = policy;
        this.failed = new BitSet(policy.window());
    }

    static boolean isNeeded(BreakerPolicy policy) {
        return policy.consecutiveFailures() > 0 || policy.failurePercent() > 0;
    }

    BreakerPolicy policy() {
        return policy;
    }

    boolean isClosed() {
        return state instanceof State.Closed;
    }

    /** Whether it would not be missed. */
    boolean isAtRest() {
        return isClosed() && inARow == 0 && failed.isEmpty();
    }

    Answer ask(long now) {
        return switch (state) {
            case State.Closed closed -> Answer.PASS;
            case State.Open(long until) -> until - now > 0 ? Answer.SHUT : Answer.PROBE;
            case State.HalfOpen(boolean isProbed) -> isProbed ? Answer.SHUT : Answer.PROBE;
        };
    }

    /** In how many nanoseconds it can be probed; 0 when it can, or is. */
    long untilProbe(long now) {
        return state instanceof State.Open(long until) ? Math.max(0, until - now) : 0;
    }

    /** The probe has started. */
    void probe() {
        state = new State.HalfOpen(true);
    }

    /** The probe says nothing about the destination: another one may try. */
    void probeSaidNothing() {
        if (!isClosed()) {
            state = new State.HalfOpen(false);
        }
    }

    /** An attempt has come back. While it is not closed, only the probe counts: the others began before. */
    Change ended(boolean isProbe, boolean succeeded, long now) {
        return switch (state) {
            case State.Closed closed -> count(succeeded, now);
            case State.Open open -> Change.NONE;
            case State.HalfOpen halfOpen when !isProbe -> Change.NONE;
            case State.HalfOpen halfOpen -> {
                if (succeeded) {
                    close();
                    yield Change.CLOSED;
                }
                open(now);
                yield Change.OPENED_AGAIN;
            }
        };
    }

    private Change count(boolean succeeded, long now) {
        inARow = succeeded ? 0 : inARow + 1;
        failed.set(next, !succeeded);
        next = (next + 1) % policy.window();
        if (isTooMuch()) {
            open(now);
            return Change.OPENED;
        }
        return Change.NONE;
    }

    private boolean isTooMuch() {
        boolean row = policy.consecutiveFailures() > 0 && inARow >= policy.consecutiveFailures();
        boolean share =
                policy.failurePercent() > 0 && failed.cardinality() * 100 >= policy.failurePercent() * policy.window();
        return row || share;
    }

    private void open(long now) {
        state = new State.Open(now + policy.openFor().toNanos());
    }

    private void close() {
        state = new State.Closed();
        inARow = 0;
        next = 0;
        failed.clear();
    }
}
