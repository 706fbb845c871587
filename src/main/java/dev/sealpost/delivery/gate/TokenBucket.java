package dev.sealpost.delivery.gate;

import java.util.concurrent.TimeUnit;

/**
 * Token bucket that may be overdrawn: the debt determines how long the taker of the last token waits. Times are nanoseconds
 * of one monotonic clock. Not thread-safe.
 */
final class TokenBucket {

    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private double perSecond;
    private double burst;
    private double tokens;
    private long time;

    /** Creates a full bucket. */
    TokenBucket(double perSecond, double burst, long now) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = burst;
        this.time = now;
    }

    /** Changes the rate; saved tokens and debt remain, within the new burst. */
    void limit(double newRate, double newBurst, long now) {
        fill(now);
        perSecond = newRate;
        burst = newBurst;
        tokens = Math.min(tokens, burst);
    }

    /** Returns the tokens; negative when overdrawn. */
    double tokens(long now) {
        fill(now);
        return tokens;
    }

    /** Returns the tokens after the given nanoseconds, ignoring the burst. */
    double tokensAfter(long nanos, long now) {
        return tokens(now) + nanos / SECOND * perSecond;
    }

    /** Takes a token and returns the nanoseconds until it is available. */
    long take(long now) {
        fill(now);
        tokens -= 1;
        return tokens >= 0 ? 0 : nanosFor(-tokens);
    }

    /** Returns the nanoseconds until a whole token is available. */
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
