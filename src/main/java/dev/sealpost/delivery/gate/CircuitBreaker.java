package dev.sealpost.delivery.gate;

import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import java.util.BitSet;

/**
 * Circuit breaker of one destination, as a state machine without its own clock. Closed, it counts failures. Open, it rejects
 * deliveries for a fixed time. Half open, it admits one probe, whose outcome closes or reopens it. Attempts of the window not
 * yet made count as successes, so that a new breaker has the initial state. Times are nanoseconds of one monotonic clock. Not
 * thread-safe.
 */
final class CircuitBreaker {

    private final BreakerPolicy policy;
    private final BitSet failed;
    private State state = new State.Closed();
    private int consecutive;
    private int next;

    private sealed interface State {

        record Closed() implements State {}

        record Open(long until) implements State {}

        record HalfOpen(boolean isProbed) implements State {}
    }

    /** Permission to a delivery that asks to start. */
    enum Permission {
        PASS,
        /** The delivery becomes the probe if it starts. */
        PROBE,
        SHUT
    }

    /** State change caused by an outcome. */
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

    /** Returns whether it is in its initial state, so that it can be dropped. */
    boolean hasNoState() {
        return isClosed() && consecutive == 0 && failed.isEmpty();
    }

    Permission permission(long now) {
        return switch (state) {
            case State.Closed closed -> Permission.PASS;
            case State.Open(long until) -> until - now > 0 ? Permission.SHUT : Permission.PROBE;
            case State.HalfOpen(boolean isProbed) -> isProbed ? Permission.SHUT : Permission.PROBE;
        };
    }

    /** Returns the nanoseconds until a probe is admitted; 0 when one is admitted or running. */
    long untilProbe(long now) {
        return state instanceof State.Open(long until) ? Math.max(0, until - now) : 0;
    }

    /** Records the start of the probe. */
    void probe() {
        state = new State.HalfOpen(true);
    }

    /** Records that the probe was inconclusive; another one is admitted. */
    void probeInconclusive() {
        if (!isClosed()) {
            state = new State.HalfOpen(false);
        }
    }

    /** Records an outcome. Unless closed, only the probe counts: other attempts started before. */
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
        consecutive = succeeded ? 0 : consecutive + 1;
        failed.set(next, !succeeded);
        next = (next + 1) % policy.window();
        if (exceedsThreshold()) {
            open(now);
            return Change.OPENED;
        }
        return Change.NONE;
    }

    private boolean exceedsThreshold() {
        boolean row = policy.consecutiveFailures() > 0 && consecutive >= policy.consecutiveFailures();
        boolean share =
                policy.failurePercent() > 0 && failed.cardinality() * 100 >= policy.failurePercent() * policy.window();
        return row || share;
    }

    private void open(long now) {
        state = new State.Open(now + policy.openFor().toNanos());
    }

    private void close() {
        state = new State.Closed();
        consecutive = 0;
        next = 0;
        failed.clear();
    }
}
