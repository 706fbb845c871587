package dev.sealpost.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Step that is repeated until this is closed, whatever it throws. */
public final class BackgroundWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(30));
    /** Pause after a failure that could not be reported. */
    private static final Duration UNREPORTED_PAUSE = Duration.ofSeconds(1);

    /** Time to wait on close for the running step. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Runnable step;
    private final FatalErrorHandler fatalErrors;
    private final Consumer<BackgroundWork> onEnd;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Duration first = Duration.ZERO;
    private volatile int failures;
    private volatile String reason = "";

    BackgroundWork(
            String name, Duration pause, Runnable step, FatalErrorHandler fatalErrors, Consumer<BackgroundWork> onEnd) {
        this.name = name;
        this.pause = pause;
        this.step = step;
        this.fatalErrors = fatalErrors;
        this.onEnd = onEnd;
        this.thread = Thread.ofPlatform().name("sealpost-" + name).daemon().unstarted(this::run);
    }

    String name() {
        return name;
    }

    void start(Duration after) {
        first = after;
        thread.start();
    }

    /** Reason if the work failed several times in a row; otherwise empty. */
    Optional<String> failure() {
        return failures < Background.UNHEALTHY_FAILURES
                ? Optional.empty()
                : Optional.of(failures + " failures in a row, the last: " + reason);
    }

    private void run() {
        Duration wait = first;
        while (!isClosedWithin(wait)) {
            wait = runOnce();
        }
        onEnd.accept(this);
    }

    private boolean isClosedWithin(Duration wait) {
        try {
            return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Only close ends this; a library may have left the interrupt flag set.
            return closing.getCount() == 0;
        }
    }

    /** Runs the step and returns the time until the next one. */
    private Duration runOnce() {
        try {
            step.run();
            if (failures > 0) {
                LOG.info("background.recovered work={} failures={}", name, failures);
                failures = 0;
            }
            return pause;
        } catch (Throwable e) {
            return reportSafely(e);
        }
    }

    /** Reports a failure; continues even if that fails. */
    private Duration reportSafely(Throwable e) {
        try {
            return failed(e);
        } catch (Throwable unreported) {
            return pause.compareTo(UNREPORTED_PAUSE) > 0 ? pause : UNREPORTED_PAUSE;
        }
    }

    private Duration failed(Throwable e) {
        if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
            fatalErrors.report(FatalErrorHandler.Cause.SOFTWARE, name, e);
        }
        int before = failures;
        failures = before + 1;
        reason = e.toString();
        Duration next = BACK_OFF.after(before + 1);
        Duration wait = next.compareTo(pause) > 0 ? next : pause;
        if (before == 0) {
            LOG.error("background.failed work={} nextIn={}", name, wait, e);
        } else {
            LOG.error("background.failed work={} failures={} nextIn={} reason={}", name, failures, wait, reason);
        }
        return wait;
    }

    /** Returns whether the thread has ended. */
    public boolean isOver() {
        return !thread.isAlive();
    }

    /** Starts no further step, and waits up to five seconds for the running one. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /** Starts no further step, and waits up to the timeout for the running one; zero: does not wait. */
    public void close(Duration timeout) {
        closing.countDown();
        if (!timeout.isZero() && Thread.currentThread() != thread) {
            try {
                thread.join(timeout);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
