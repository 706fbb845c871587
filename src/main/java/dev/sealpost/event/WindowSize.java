package dev.sealpost.event;

import java.time.Duration;

/**
 * Sizes the ingest window by the rate at which events have left it lately, so that an event spends about as long in a full
 * window however fast this node is. Times are nanoseconds. Guarded by the window.
 */
final class WindowSize {

    /** Time that an event spends in a full window, and in the full share of one application. */
    private static final Duration IN_WINDOW = Duration.ofMillis(150);

    private static final Duration IN_SHARE = Duration.ofMillis(80);

    private static final long PERIOD = Duration.ofMillis(100).toNanos();
    /** Weight of the last period in the moving average. */
    private static final double LAST_PERIOD = 0.25;

    private final int most;
    private long periodStart;
    private int left;
    private double perSecond;

    /**
     * @param most largest window, in events; the smallest is a third of it
     * @param now start of the first period
     */
    WindowSize(int most, long now) {
        this.most = most;
        this.periodStart = now;
    }

    /** Records that an event left the window. */
    void left(long now) {
        left++;
        long elapsed = now - periodStart;
        if (elapsed >= PERIOD) {
            perSecond += LAST_PERIOD * (left * 1e9 / elapsed - perSecond);
            left = 0;
            periodStart = now;
        }
    }

    /** Returns the number of events in a full window. */
    int all() {
        return limit(IN_WINDOW, most / 3, most);
    }

    /** Returns how many of them may belong to one application. */
    int share() {
        return limit(IN_SHARE, most / 6, most / 2);
    }

    private int limit(Duration time, int least, int greatest) {
        double room = Math.clamp(perSecond * time.toMillis() / 1_000, least, greatest);
        return Math.max(1, (int) room);
    }
}
