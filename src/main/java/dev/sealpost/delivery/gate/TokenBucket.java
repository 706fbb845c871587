package dev.sealpost.delivery.gate;

import java.util.concurrent.TimeUnit;

/**
 * Tokens that come at a rate and are kept up to a burst. It may be overdrawn: the debt says how long whoever took the last
 * token has to wait for it. Times are nanoseconds of one monotonic clock. Not thread-safe.
 */
final class TokenBucket {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private double perSecond;
    private double burst;
    private double tokens;
    private long time;

    /** It is full at first. */
    TokenBucket(double perSecond, double burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.time = now;
    }

    /** Another rate from now on; what was saved or owed stays, within the new burst. */
    void limit(double newRate, double newBurst, long now) {
        fill(now);
        perSecond = newRate;
        burst = newBurst;
        tokens = Math.min(tokens, burst);
    }

    /** How many there are; negative when it is overdrawn. */
    double tokens(long now) {
        fill(now);
        return tokens;
    }

    /** How many there will be after so many nanoseconds, were it not for the burst. */
    double tokensAfter(long nanos, long now) {
        return tokens(now) + nanos / SECOND * perSecond;
    }

    /** Takes one, which may have to come first: says in how many nanoseconds it is there. */
    long take(long now) {
        fill(now);
        tokens -= 1;
        return tokens >= 0 ? 0 : nanosFor(-tokens);
    }

    /** In how many nanoseconds a whole token is there. */
    long untilNext(long now) {
        fill(now);
        return tokens >= 1 ? 0 : nanosFor(1 - tokens);
    }

    void set(double newTokens, long now) {
        tokens = Math.min(newTokens, burst);
        time = now;
    }

    boolean isFull(long now) {
        fill(now);
        return tokens >= burst;
    }

    private long nanosFor(double missing) {
        return (long) Math.ceil(missing / perSecond * SECOND);
    }

    private void fill(long now) {
        if (now > time) {
            tokens = Math.min(burst, tokens + (now - time) / SECOND * perSecond);
            time = now;
        }
    }
}
