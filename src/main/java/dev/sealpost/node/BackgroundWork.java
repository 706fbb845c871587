package dev.sealpost.node;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One step that is done again and again until this is closed, whatever it throws. */
public final class BackgroundWork implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(100), Duration.ofSeconds(30));
    /** After a failure that could not even be reported. */
    private static final Duration UNTOLD_PAUSE = Duration.ofSeconds(1);

    /** For the step that runs when this is closed. */
    private static final Duration LAST_STEP = Duration.ofSeconds(5);

    private final String name;
    private final Duration pause;
    private final Runnable step;
    private final FatalErrorHandler breakdown;
    private final Consumer<BackgroundWork> whenOver;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Duration first = Duration.ZERO;
    private volatile int failures;
    private volatile String reason = "";

    BackgroundWork(
            String name,
            Duration pause,
            Runnable step,
            FatalErrorHandler breakdown,
            Consumer<BackgroundWork> whenOver) {
        this.name = name;
        this.pause = pause;
        this.step = step;
        this.breakdown = breakdown;
        this.whenOver = whenOver;
        this.thread = Thread.ofPlatform().name("sealpost-" + name).daemon().unstarted(this::run);
    }

    String name() {
        return name;
    }

    void start(Duration after) {
        first = after;
        thread.start();
    }

    /** Why it has failed several times in a row; empty when it has not. */
    Optional<String> failure() {
        return failures < Background.FAILURES_OF_THE_UNHEALTHY
                ? Optional.empty()
                : Optional.of(failures + " failures in a row, the last: " + reason);
    }

    private void run() {
        Duration wait = first;
        while (!isClosedWithin(wait)) {
            wait = once();
        }
        whenOver.accept(this);
    }

    private boolean isClosedWithin(Duration wait) {
        try {
            return closing.await(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            // Nobody but close ends this; a library may have left the flag behind.
            return closing.getCount() == 0;
        }
    }

    /** Gives the time until the next step. */
    private Duration once() {
        try {
            step.run();
            if (failures > 0) {
                LOG.info("background.recovered work={} failures={}", name, failures);
                failures = 0;
            }
            return pause;
        } catch (Throwable e) {
            return outlast(e);
        }
    }

    /** Whatever becomes of the report, the work goes on. */
    private Duration outlast(Throwable e) {
        try {
            return failed(e);
        } catch (Throwable untold) {
            return pause.compareTo(UNTOLD_PAUSE) > 0 ? pause : UNTOLD_PAUSE;
        }
    }

    private Duration failed(Throwable e) {
        if (e instanceof VirtualMachineError && !(e instanceof StackOverflowError)) {
            breakdown.report(FatalErrorHandler.Cause.SOFTWARE, name, e);
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

    /** Whether it does nothing more. */
    public boolean isOver() {
        return !thread.isAlive();
    }

    /** Begins no further step, and waits a little for the one that runs. */
    @Override
    public void close() {
        close(LAST_STEP);
    }

    /** The same with a patience of one's own; zero: without waiting. */
    public void close(Duration patience) {
        closing.countDown();
        if (!patience.isZero() && Thread.currentThread() != thread) {
            try {
                thread.join(patience);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
