package dev.sealpost.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Counts deliveries at the receiver: a warm-up, then windows, of which the median is the figure. */
final class Meter {

    static final int WINDOWS = 3;

    static final Duration WINDOW = Duration.ofSeconds(5);

    private static final Duration WARM_UP_STEP = Duration.ofSeconds(4);
    /** On two processors the compilers of the JVM are busy for most of a minute. */
    private static final int MOST_STEPS = 10;
    /** Before a choice between variants, which only has to rank them. */
    private static final int MOST_STEPS_OF_A_GLANCE = 2;

    private static final int STEPS_WITHOUT_A_RISE = 3;
    private static final double RISE = 1.03;
    private static final Duration FIRST_DELIVERY = Duration.ofSeconds(30);

    private final ReceiverProcess receiver;

    Meter(ReceiverProcess receiver) {
        this.receiver = receiver;
    }

    /**
     * Median of three windows, after the rate has stopped to rise.
     *
     * @return deliveries a second
     */
    long median() throws InterruptedException {
        warmUp(MOST_STEPS);
        return windows();
    }

    /**
     * A median, and what a process used in all windows.
     *
     * @param perSecond deliveries
     */
    record Measured(long perSecond, Watch.Span span) {}

    /** The same median, with what this process used meanwhile. */
    Measured median(long pid) throws InterruptedException {
        warmUp(MOST_STEPS);
        Watch watch = new Watch(receiver, pid);
        long median = windows();
        return new Measured(median, watch.end());
    }

    private long windows() throws InterruptedException {
        long[] rates = new long[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            rates[i] = window(WINDOW);
        }
        Arrays.sort(rates);
        return rates[WINDOWS / 2];
    }

    /** One short window, to choose between variants. */
    long glance() throws InterruptedException {
        warmUp(MOST_STEPS_OF_A_GLANCE);
        return window(Duration.ofSeconds(5));
    }

    /** Until the rate no longer rises: compilers have done most of their work then. */
    private void warmUp(int mostSteps) throws InterruptedException {
        awaitFirstDelivery();
        long best = 0;
        int sinceRise = 0;
        for (int step = 1; step <= mostSteps && sinceRise < STEPS_WITHOUT_A_RISE; step++) {
            long rate = window(WARM_UP_STEP);
            sinceRise = rate > best * RISE ? 0 : sinceRise + 1;
            best = Math.max(best, rate);
        }
    }

    private void awaitFirstDelivery() throws InterruptedException {
        long before = receiver.count();
        long deadline = System.nanoTime() + FIRST_DELIVERY.toNanos();
        while (receiver.count() == before) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Nothing was delivered within " + FIRST_DELIVERY);
            }
            pass(Duration.ofMillis(100));
        }
    }

    private long window(Duration length) throws InterruptedException {
        long count = receiver.count();
        long start = System.nanoTime();
        pass(length);
        return Math.round((receiver.count() - count) / ((System.nanoTime() - start) / 1e9));
    }

    static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
