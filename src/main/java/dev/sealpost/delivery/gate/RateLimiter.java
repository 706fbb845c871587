package dev.sealpost.delivery.gate;

import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import java.time.Duration;

/**
 * Keeps the attempts of one destination at its rate. One bucket counts attempts and never lies; the other counts what is
 * promised as well, attempts and rows that have their turn already, so that what is fresh stands behind them. Times are
 * nanoseconds. Guarded by the gate.
 */
final class RateLimiter {

    /** A delivery whose token is there this soon waits for it here and not in a row. Longer than the scheduler's tick. */
    static final long AHEAD = Duration.ofMillis(100).toNanos();

    private final Throttle throttle;
    private final TokenBucket attempts;
    private final TokenBucket promises;
    private int nodes;
    private int inRows;

    /** @param promisedFor for how long the rows take the tokens that are still there from an earlier run */
    RateLimiter(Throttle throttle, int nodes, long promisedFor, long now) {
        this.throttle = throttle;
        this.nodes = nodes;
        this.attempts = new TokenBucket(rate(), burst(), now);
        this.promises = new TokenBucket(rate(), burst(), now);
        promised(promisedFor, 0, now);
    }

    /** So many rows take the tokens of so many nanoseconds. */
    void promised(long promisedFor, int rows, long now) {
        inRows = rows;
        if (promisedFor > 0) {
            promises.set(-promisedFor * rate() / Duration.ofSeconds(1).toNanos(), now);
        }
    }

    Throttle throttle() {
        return throttle;
    }

    /** Each node takes its share; with a burst of at least one. */
    void share(int liveNodes, long now) {
        if (liveNodes != nodes) {
            nodes = liveNodes;
            attempts.limit(rate(), burst(), now);
            promises.limit(rate(), burst(), now);
        }
    }

    private double rate() {
        return throttle.perSecond() / nodes;
    }

    private double burst() {
        return Math.max(1, (double) throttle.burst() / nodes);
    }

    /** How many rows may be leased: one for each token that is there or comes soon. */
    int tokens(long now) {
        return (int) Math.floor(attempts.tokensAfter(AHEAD, now));
    }

    /** Whether there is a token, now or soon; for a fresh one, only when none in a row is before it. */
    boolean lets(boolean fresh, long now) {
        return attempts.tokensAfter(AHEAD, now) >= 1
                && (!fresh || (inRows == 0 && promises.tokensAfter(AHEAD, now) >= 1));
    }

    /** It starts, in this many nanoseconds. */
    long start(boolean fresh, long now) {
        long promised = 0;
        if (fresh || inRows == 0) {
            promised = promises.take(now);
        } else {
            inRows--;
        }
        long there = attempts.take(now);
        return fresh ? Math.max(promised, there) : there;
    }

    /** It gets a row, due in this many nanoseconds: behind all that have one already. */
    long putIntoRow(long now) {
        inRows++;
        return Math.max(promises.take(now), attempts.tokens(now) >= 1 ? 0 : attempts.untilNext(now));
    }

    /** In how many nanoseconds a row that came too early may come again. */
    long untilNext(long now) {
        return attempts.untilNext(now);
    }

    /** The next row is due in this many nanoseconds; beyond what was promised, none is left that has a turn. */
    void nextRow(long nanos, long now) {
        if (-promises.tokens(now) / rate() * Duration.ofSeconds(1).toNanos() < nanos) {
            inRows = 0;
            promises.set(attempts.tokens(now), now);
        }
    }

    boolean isAtRest(long now) {
        return attempts.isFull(now) && promises.isFull(now);
    }
}
