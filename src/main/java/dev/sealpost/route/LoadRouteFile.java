package dev.sealpost.route;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adds the routes of one file to the running Camel context: all of them, or none and the reason. */
final class LoadRouteFile {

    private static final Logger LOG = LoggerFactory.getLogger(LoadRouteFile.class);

    private final CamelContext camel;

    LoadRouteFile(CamelContext camel) {
        this.camel = camel;
    }

    /** The problem of the file, or empty when its routes are there (and started, unless they say otherwise). */
    Optional<RouteFileProblem> load(RouteFile file) {
        List<RouteDefinition> routes = new ArrayList<>();
        byte[] content = new byte[0];
        Set<String> before = routeIds();
        try {
            content = file.content();
            CheckSyntax.check(file, content);
            List<RouteBuilder> builders = parse(file, content);
            for (RouteBuilder builder : builders) {
                routes.addAll(builder.configureRoutes(camel).getRoutes());
            }
            checkIds(file, routes);
            for (RouteBuilder builder : builders) {
                camel.addRoutes(builder);
            }
            return Optional.empty();
        } catch (RouteFileRefused e) {
            return Optional.of(e.problem());
        } catch (Exception | StackOverflowError e) {
            Set<String> added = routeIds();
            added.removeAll(before);
            added.forEach(this::remove);
            return Optional.of(new ExplainFailure(file, content, routes).explain(e));
        }
    }

    private List<RouteBuilder> parse(RouteFile file, byte[] content) throws Exception {
        // The name decides which language it is; the content is what was checked, not what the file holds by now.
        Resource resource = ResourceHelper.fromBytes("file:" + file.name().replaceFirst("^classpath:", ""), content);
        List<RouteBuilder> builders = new ArrayList<>();
        for (RoutesBuilder builder : PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource)) {
            if (builder instanceof RouteBuilder routes) {
                builders.add(routes);
            }
        }
        return builders;
    }

    /** Camel would replace a route by one with the same id without a word, and number those without one anew each time. */
    private void checkIds(RouteFile file, List<RouteDefinition> routes) {
        if (routes.isEmpty()) {
            throw new RouteFileRefused(
                    file.name(),
                    OptionalInt.empty(),
                    "the file holds no route",
                    "start it with \"- route:\", or delete it");
        }
        Set<String> inFile = new HashSet<>();
        for (RouteDefinition route : routes) {
            String id = route.getId();
            if (id == null || !route.hasCustomIdAssigned()) {
                throw new RouteFileRefused(
                        file.name(),
                        line(route),
                        "a route has no id",
                        "give it one that is not used by another: id: …");
            }
            if (!inFile.add(id)) {
                throw new RouteFileRefused(
                        file.name(), line(route), "the file has two routes with the id " + id, "rename one of them");
            }
            if (camel.getRoute(id) != null || model().getRouteDefinition(id) != null) {
                throw new RouteFileRefused(
                        file.name(),
                        line(route),
                        "the route id " + id + " is taken by " + owner(id),
                        "rename one of the two routes");
            }
        }
    }

    private String owner(String id) {
        RouteDefinition other = model().getRouteDefinition(id);
        return other == null || other.getResource() == null
                ? "another route"
                : other.getResource().getLocation().replaceFirst("^file:", "");
    }

    private static OptionalInt line(RouteDefinition route) {
        return route.getLineNumber() > 0 ? OptionalInt.of(route.getLineNumber()) : OptionalInt.empty();
    }

    private Set<String> routeIds() {
        Set<String> ids = new HashSet<>();
        camel.getRoutes().forEach(route -> ids.add(route.getId()));
        model().getRouteDefinitions().forEach(route -> ids.add(route.getId()));
        return ids;
    }

    private void remove(String id) {
        try {
            if (camel.getRoute(id) != null) {
                camel.getRouteController().stopRoute(id);
                camel.removeRoute(id);
            }
            RouteDefinition definition = model().getRouteDefinition(id);
            if (definition != null) {
                model().removeRouteDefinition(definition);
            }
        } catch (Exception e) {
            LOG.warn("route.removal-failed routeId={} reason=\"{}\"", id, FailureText.of(e));
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
