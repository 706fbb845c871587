package dev.sealpost.route.load;

import dev.sealpost.delivery.DestinationsReady;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;

/**
 * Loads all route files when the application has started, then watches for changes until the node stops. Does not use Camel's
 * startup callback, which swallows exceptions.
 */
final class LoadRoutes {

    private final ReloadRoutes reload;
    private final ReloadSettings settings;
    private final ApplicationEventPublisher events;
    private final Background background;
    private @Nullable BackgroundWork watch;

    LoadRoutes(ReloadRoutes reload, ReloadSettings settings, ApplicationEventPublisher events, Background background) {
        this.background = background;
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
            watch = background.every("routes", settings.interval(), settings.interval(), reload::reloadChanged);
        }
    }

    @EventListener(ContextClosedEvent.class)
    void stop() {
        if (watch != null) {
            watch.close();
        }
    }
}
