package dev.sealpost.bench;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Lets producers run only so many events ahead of the receiver: there is always something to do, and no backlog that grows
 * with the run.
 */
final class Lead implements Turns, AutoCloseable {

    /** Deliveries that a producer may be ahead of the receiver. */
    static final int DELIVERIES = 8192;

    private static final Duration TURN = Duration.ofMillis(20);

    private final ReceiverProcess receiver;
    private final int fanOut;
    private final Semaphore allowed;
    private final Thread thread;
    private volatile boolean open = true;

    /** @param fanOut deliveries for each event */
    Lead(ReceiverProcess receiver, int events, int fanOut) {
        this.receiver = receiver;
        this.fanOut = fanOut;
        this.allowed = new Semaphore(events);
        this.thread = Thread.ofPlatform().daemon().name("lead").start(this::follow);
    }

    @Override
    public boolean take() throws InterruptedException {
        while (open) {
            if (allowed.tryAcquire(100, TimeUnit.MILLISECONDS)) {
                return open;
            }
        }
        return false;
    }

    boolean isOpen() {
        return open;
    }

    private void follow() {
        try {
            long seen = receiver.count() / fanOut;
            while (open) {
                Meter.pass(TURN);
                long now = receiver.count() / fanOut;
                allowed.release((int) (now - seen));
                seen = now;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        open = false;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
