package dev.sealpost.alert;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Has the rules looked at every minute, from when the node is ready until it stops. */
class AlertClock implements AutoCloseable {

    private final WatchRules watch;
    private final Duration every;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sealpost-alerts").daemon().factory());

    AlertClock(WatchRules watch, Duration every) {
        this.watch = watch;
        this.every = every;
    }

    @EventListener
    void start(ApplicationReadyEvent ready) {
        timer.scheduleWithFixedDelay(watch::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
