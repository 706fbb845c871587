package dev.sealpost.route.load;

import dev.sealpost.database.Writes;
import dev.sealpost.route.event.EventConsumer;
import dev.sealpost.route.event.EventEndpoint;
import dev.sealpost.route.event.RunningRoutes;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteDestinations;
import dev.sealpost.subscription.RouteSubscription;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;

/**
 * Stores which routes are destinations. A running route receives events. A route that is loaded but not started was switched
 * off and receives no further events. A route whose file is invalid or missing stays unchanged. A route that an operator starts
 * later receives events from then on; one that an operator stops receives them when it runs again.
 */
final class RegisterRoutes {

    private final Writes writes;
    private final RunningRoutes running;

    RegisterRoutes(Writes writes, RunningRoutes running) {
        this.writes = writes;
        this.running = running;
    }

    /**
     * Checks the database before routes are replaced: a route that cannot be stored does not start.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException if the database cannot be written
     */
    void requireDatabase() {
        writes.write(sql -> sql.sql("SELECT 1").query(Integer.class).single());
    }

    /** Stores the loaded routes in one transaction, after which this node matches events to them. */
    void register(CamelContext camel, Predicate<String> loaded) {
        registerLoaded(camel, loaded);
        running.beforeStart(this::register);
    }

    private void register(RouteSubscription subscription) {
        writes.write(sql -> {
            RouteDestinations.register(sql, subscription);
            return true;
        });
    }

    private void registerLoaded(CamelContext camel, Predicate<String> loaded) {
        List<RouteSubscription> started = running.consumers().stream()
                .filter(consumer -> loaded.test(consumer.getRouteId()))
                .map(EventConsumer::subscription)
                .toList();
        List<DestinationId> off = camel.getRoutes().stream()
                .filter(route -> route.getEndpoint() instanceof EventEndpoint)
                .map(Route::getRouteId)
                .filter(loaded)
                .map(DestinationId::ofRoute)
                .filter(id -> started.stream()
                        .noneMatch(subscription -> subscription.destination().equals(id)))
                .toList();
        if (started.isEmpty() && off.isEmpty()) {
            return;
        }
        writes.write(sql -> {
            started.forEach(subscription -> RouteDestinations.register(sql, subscription));
            off.forEach(id -> RouteDestinations.retire(sql, id));
            return started.size();
        });
    }
}
