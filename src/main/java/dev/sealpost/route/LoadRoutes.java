package dev.sealpost.route;

import dev.sealpost.delivery.DestinationsReady;
import java.util.List;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;

/**
 * Loads every route file once the application has started, then registers the destinations and says so. Not in Camel's own
 * call-back after its start: that one swallows exceptions.
 */
final class LoadRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(LoadRoutes.class);

    private final CamelContext camel;
    private final RouteFiles files;
    private final RouteProblems problems;
    private final RegisterRoutes register;
    private final ApplicationEventPublisher events;

    LoadRoutes(
            CamelContext camel,
            RouteFiles files,
            RouteProblems problems,
            RegisterRoutes register,
            ApplicationEventPublisher events) {
        this.camel = camel;
        this.files = files;
        this.problems = problems;
        this.register = register;
        this.events = events;
    }

    @EventListener(ApplicationStartedEvent.class)
    void load() {
        LoadRouteFile loader = new LoadRouteFile(camel);
        List<RouteFile> found = files.find();
        found.forEach(file -> loader.load(file).ifPresent(problems::add));
        LOG.info(
                "routes.loaded files={} refused={} routes={}",
                found.size(),
                problems.all().size(),
                camel.getRoutesSize());
        register.register(camel);
        events.publishEvent(new DestinationsReady());
    }
}
