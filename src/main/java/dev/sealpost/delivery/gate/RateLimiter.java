package dev.sealpost.delivery.gate;

import dev.sealpost.endpoint.DeliveryPolicy.Throttle;
import java.time.Duration;

/**
 * Limits the attempt rate of one destination. One bucket counts attempts; the other also counts reservations of waiting rows,
 * so that fresh deliveries queue behind them. Times are nanoseconds. Guarded by the gate.
 */
final class RateLimiter {

    /** Longest wait for a token in memory instead of in a row; longer than the scheduler's tick. */
    static final long AHEAD = Duration.ofMillis(100).toNanos();

    private final Throttle throttle;
    private final TokenBucket attempts;
    private final TokenBucket reservations;
    private int nodes;
    private int inRows;

    /** @param reservedFor how long rows of an earlier run have reserved the rate */
    RateLimiter(Throttle throttle, int nodes, long reservedFor, long now) {
        this.throttle = throttle;
        this.nodes = nodes;
        this.attempts = new TokenBucket(rate(), burst(), now);
        this.reservations = new TokenBucket(rate(), burst(), now);
        reserved(reservedFor, 0, now);
    }

    /** Records that rows have reserved the tokens of the given time. */
    void reserved(long reservedFor, int rows, long now) {
        inRows = rows;
        if (reservedFor > 0) {
            reservations.set(-reservedFor * rate() / Duration.ofSeconds(1).toNanos(), now);
        }
    }

    Throttle throttle() {
        return throttle;
    }

    /** Divides rate and burst between the nodes; the burst is at least one. */
    void share(int liveNodes, long now) {
        if (liveNodes != nodes) {
            nodes = liveNodes;
            attempts.limit(rate(), burst(), now);
            reservations.limit(rate(), burst(), now);
        }
    }

    private double rate() {
        return throttle.perSecond() / nodes;
    }

    private double burst() {
        return Math.max(1, (double) throttle.burst() / nodes);
    }

    /** Returns how many rows may be leased: one for each token available now or soon. */
    int tokens(long now) {
        return (int) Math.floor(attempts.tokensAfter(AHEAD, now));
    }

    /** Returns whether a token is available now or soon; for a fresh delivery, only when no row precedes it. */
    boolean allows(boolean fresh, long now) {
        return attempts.tokensAfter(AHEAD, now) >= 1
                && (!fresh || (inRows == 0 && reservations.tokensAfter(AHEAD, now) >= 1));
    }

    /** Takes a token and returns the nanoseconds until it is available. */
    long start(boolean fresh, long now) {
        long reserved = 0;
        if (fresh || inRows == 0) {
            reserved = reservations.take(now);
        } else {
            inRows--;
        }
        long available = attempts.take(now);
        return fresh ? Math.max(reserved, available) : available;
    }

    /** Reserves a token for a new row and returns the nanoseconds until it is due, after all earlier rows. */
    long reserveRow(long now) {
        inRows++;
        return Math.max(reservations.take(now), attempts.tokens(now) >= 1 ? 0 : attempts.untilNext(now));
    }

    /** Returns the nanoseconds after which a row that came too early may return. */
    long untilNext(long now) {
        return attempts.untilNext(now);
    }

    /** Takes note of when the next row is due; if later than all reservations, no reserved row is available. */
    void nextRow(long nanos, long now) {
        if (-reservations.tokens(now) / rate() * Duration.ofSeconds(1).toNanos() < nanos) {
            inRows = 0;
            reservations.set(attempts.tokens(now), now);
        }
    }

    boolean hasNoState(long now) {
        return attempts.isFull(now) && reservations.isFull(now);
    }
}
