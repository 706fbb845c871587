package dev.sealpost.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Runs what has to be done from time to time, on threads of its own: progress, the reconciler, retention, listing. */
class Upkeep implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration LISTING = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final Parts parts;
    private final ReconcilerSettings reconciling;
    private final RetentionSettings retaining;
    private @Nullable ScheduledThreadPoolExecutor threads;

    /**
     * What is done.
     *
     * @param listing empty where the database lists attempts at once
     */
    record Parts(RecordProgress progress, Reconciler reconciler, Retention retention, Optional<ListAttempts> listing) {}

    Upkeep(Parts parts, ReconcilerSettings reconciling, RetentionSettings retaining) {
        this.parts = parts;
        this.reconciling = reconciling;
        this.retaining = retaining;
    }

    @Override
    public synchronized void start() {
        AtomicInteger number = new AtomicInteger();
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(
                4,
                work -> Thread.ofPlatform()
                        .name("sealpost-upkeep-" + number.incrementAndGet())
                        .daemon()
                        .unstarted(work));
        threads = started;
        Duration progress = reconciling.grace().compareTo(PROGRESS) < 0 ? reconciling.grace() : PROGRESS;
        every(started, Duration.ZERO, progress.plusMillis(100), parts.progress()::record);
        every(started, reconciling.first(), reconciling.interval(), parts.reconciler()::check);
        every(started, reconciling.first(), retaining.interval(), parts.retention()::clean);
        parts.listing().ifPresent(listing -> every(started, LISTING, LISTING, listing::list));
    }

    private static void every(ScheduledThreadPoolExecutor threads, Duration first, Duration interval, Runnable step) {
        threads.scheduleWithFixedDelay(
                () -> {
                    try {
                        step.run();
                    } catch (RuntimeException e) {
                        LOG.warn("upkeep.failed reason={}", e.toString());
                    }
                },
                first.toMillis(),
                interval.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledThreadPoolExecutor running = threads;
        threads = null;
        if (running == null) {
            return;
        }
        running.shutdownNow();
        try {
            running.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return threads != null;
    }

    /** After deliveries have begun, before they end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
