package dev.sealpost.route.check;

import dev.sealpost.delivery.FailureText;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops a route and removes it and its definition from the context. */
public final class RemoveRoute {

    private static final Logger LOG = LoggerFactory.getLogger(RemoveRoute.class);

    private RemoveRoute() {}

    /** Removes a route. Logs a failure instead of throwing it. */
    public static void remove(CamelContext camel, String id) {
        try {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
            Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
            RouteDefinition definition = model.getRouteDefinition(id);
            if (definition != null) {
                model.removeRouteDefinition(definition);
            }
        } catch (Exception e) {
            LOG.warn("route.removal-failed routeId={} reason=\"{}\"", id, FailureText.of(e));
        }
    }
}
