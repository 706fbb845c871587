package dev.sealpost.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/** Counts deliveries at the receiver: a warm-up, then windows, of which the median is the figure. */
final class Meter {

    static final int WINDOWS = 3;

    private static final Duration WARM_UP_STEP = Duration.ofSeconds(3);
    private static final int FEWEST_STEPS = 2;
    private static final int MOST_STEPS = 6;
    private static final double STILL_RISING = 1.05;
    private static final Duration WINDOW = Duration.ofSeconds(10);
    private static final Duration FIRST_DELIVERY = Duration.ofSeconds(30);

    private final ReceiverProcess receiver;

    Meter(ReceiverProcess receiver) {
        this.receiver = receiver;
    }

    /**
     * Median of three windows of ten seconds.
     *
     * @return deliveries a second
     */
    long median() throws InterruptedException {
        warmUp();
        long[] rates = new long[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            rates[i] = window(WINDOW);
        }
        Arrays.sort(rates);
        return rates[WINDOWS / 2];
    }

    /** One short window, to choose between variants. */
    long glance() throws InterruptedException {
        warmUp();
        return window(Duration.ofSeconds(5));
    }

    /** Until the rate no longer rises: compilers have done most of their work then. */
    private void warmUp() throws InterruptedException {
        long before = receiver.count();
        long deadline = System.nanoTime() + FIRST_DELIVERY.toNanos();
        while (receiver.count() == before) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Nothing was delivered within " + FIRST_DELIVERY);
            }
            pass(Duration.ofMillis(100));
        }
        long best = 0;
        for (int step = 1; step <= MOST_STEPS; step++) {
            long rate = window(WARM_UP_STEP);
            if (step > FEWEST_STEPS && rate < best * STILL_RISING) {
                return;
            }
            best = Math.max(best, rate);
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
