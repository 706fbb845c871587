package dev.sealpost.delivery.dispatch;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the intake when a message has arrived for one of its queues. Thread-safe. */
final class Arrivals {

    private final Semaphore arrived = new Semaphore(0);

    /** Records an arrival; many of them wake the intake once. */
    void add() {
        if (arrived.availablePermits() == 0) {
            arrived.release();
        }
    }

    /** Waits for an arrival; returns immediately if there was one since the last call. Returns false on timeout. */
    boolean await(Duration longest) {
        try {
            boolean any = arrived.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
            arrived.drainPermits();
            return any;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
