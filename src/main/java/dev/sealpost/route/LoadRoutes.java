package dev.sealpost.route;

import dev.sealpost.delivery.DestinationsReady;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Loads every route file once the application has started and says so, then looks for changes until the node stops. Not in
 * Camel's own call-back after its start: that one swallows exceptions.
 */
final class LoadRoutes {

    private final ReloadRoutes reload;
    private final ReloadSettings settings;
    private final ApplicationEventPublisher events;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sealpost-routes").daemon().factory());

    LoadRoutes(ReloadRoutes reload, ReloadSettings settings, ApplicationEventPublisher events) {
        this.reload = reload;
        this.settings = settings;
        this.events = events;
    }

    @EventListener(ApplicationStartedEvent.class)
    void load() {
        reload.load();
        events.publishEvent(new DestinationsReady());
    }

    @EventListener(ApplicationReadyEvent.class)
    void watch() {
        if (settings.enabled()) {
            long interval = settings.interval().toMillis();
            clock.scheduleWithFixedDelay(reload::look, interval, interval, TimeUnit.MILLISECONDS);
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        clock.shutdownNow();
    }
}
