package dev.sealpost.route.load;

import dev.sealpost.route.check.RemoveRoute;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.EndpointAware;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Routes of connectors, one for each connector and set of parameters, shared by their callers. Camel creates them on first use
 * and keeps them after their callers are removed.
 */
final class ConnectorRoutes {

    private static final Set<String> ENDS = Set.of("source", "sink");

    /** Steps whose target is known only at runtime. */
    static final List<String> DYNAMIC = List.of("toD", "recipientList", "routingSlip", "dynamicRouter");

    private final CamelContext camel;

    ConnectorRoutes(CamelContext camel) {
        this.camel = camel;
    }

    /** @param running texts of the files that keep running */
    void removeUnused(Collection<String> running) {
        boolean dynamic = running.stream().anyMatch(text -> DYNAMIC.stream().anyMatch(text::contains));
        Set<String> used = used();
        List<String> unused = model().getRouteDefinitions().stream()
                .filter(route -> Boolean.TRUE.equals(route.isKamelet()) && !(dynamic && isCalled(route)))
                .map(RouteDefinition::getId)
                .filter(id -> !used.contains(id))
                .toList();
        unused.forEach(id -> RemoveRoute.remove(camel, id));
        for (Endpoint endpoint : List.copyOf(camel.getEndpoints())) {
            if (endpoint instanceof KameletEndpoint kamelet && unused.contains(kamelet.getRouteId())) {
                remove(endpoint);
            }
        }
    }

    /** Returns the connector routes that the routes of files use, directly or through other connectors. */
    private Set<String> used() {
        Set<String> used = new HashSet<>();
        List<Route> next = camel.getRoutes().stream()
                .filter(route -> !route.isCreatedByKamelet())
                .toList();
        while (!next.isEmpty()) {
            List<String> called = next.stream()
                    .flatMap(route -> called(route).stream())
                    .filter(used::add)
                    .toList();
            next = camel.getRoutes().stream()
                    .filter(route -> called.contains(route.getRouteId()))
                    .toList();
        }
        return used;
    }

    private static List<String> called(Route route) {
        List<String> called = new ArrayList<>();
        route.getServices().stream()
                .flatMap(service -> ServiceHelper.getChildServices(service, true).stream())
                .forEach(service -> {
                    if (service instanceof EndpointAware caller
                            && caller.getEndpoint() instanceof KameletEndpoint kamelet
                            && !ENDS.contains(kamelet.getTemplateId())) {
                        called.add(kamelet.getRouteId());
                    }
                });
        return called;
    }

    /** Returns true if the route is called. A source that feeds a route must stop with it. */
    private static boolean isCalled(RouteDefinition route) {
        return String.valueOf(route.getInput().getEndpointUri()).startsWith("kamelet:");
    }

    private void remove(Endpoint endpoint) {
        try {
            camel.removeEndpoint(endpoint);
        } catch (Exception e) {
            throw new IllegalStateException("The endpoint of a connector cannot be removed", e);
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
