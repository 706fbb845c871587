package dev.sealpost.scenario;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends one event after the other until told to stop, across kills and restarts of the application. */
abstract class Sender implements Runnable {

    private static final Duration PAUSE = Duration.ofMillis(4);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private final CountDownLatch stopped;

    /** @param stopped at zero no further event is begun; what was begun with an id is still sent until answered */
    Sender(CountDownLatch stopped) {
        this.stopped = stopped;
    }

    @Override
    public final void run() {
        try {
            do {
                sendNext();
            } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Writes an event down, sends it, and notes the answer. */
    abstract void sendNext() throws InterruptedException;

    /** Lets go of what the sending needed. */
    abstract void close();

    final void pauseAfterFailure() {
        LockSupport.parkNanos(AFTER_FAILURE.toNanos());
    }
}
