package dev.sealpost.route.load;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectConsumer;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains routes: suspends their consumers and waits for running exchanges. Routes with external input come first, then {@code
 * direct:} routes, which the first may need to finish.
 */
final class DrainRoutes {

    private static final Logger LOG = LoggerFactory.getLogger(DrainRoutes.class);
    private static final Duration STEP = Duration.ofMillis(2);

    private final CamelContext camel;
    private final Duration patience;

    /** @param patience maximum wait; exchanges still running are cut and their deliveries repeated */
    DrainRoutes(CamelContext camel, Duration patience) {
        this.camel = camel;
        this.patience = patience;
    }

    void drain(Collection<String> ids) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<Route> routes = camel.getRoutes().stream()
                .filter(route -> ids.contains(route.getRouteId()))
                .toList();
        Predicate<Route> called = route -> route.getConsumer() instanceof DirectConsumer;
        drain(routes.stream().filter(called.negate()).toList(), deadline);
        drain(routes.stream().filter(called).toList(), deadline);
    }

    private void drain(List<Route> routes, long deadline) {
        routes.forEach(route -> ServiceHelper.suspendService(route.getConsumer()));
        while (isBusy(routes)) {
            if (System.nanoTime() - deadline >= 0 || Thread.currentThread().isInterrupted()) {
                LOG.warn(
                        "routes.drain-timeout waited={} routes={}",
                        patience,
                        routes.stream().map(Route::getRouteId).toList());
                return;
            }
            LockSupport.parkNanos(STEP.toNanos());
        }
    }

    private boolean isBusy(List<Route> routes) {
        return routes.stream().anyMatch(route -> camel.getInflightRepository().size(route.getRouteId()) > 0);
    }
}
