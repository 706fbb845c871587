package dev.sealpost.route;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** A file as Camel's model, of which nothing is in a context yet. */
final class ParsedFile {

    private final CamelContext camel;
    private final List<RouteBuilder> builders;

    private ParsedFile(CamelContext camel, List<RouteBuilder> builders) {
        this.camel = camel;
        this.builders = builders;
    }

    /** @throws Exception what Camel says of a file that it does not understand */
    static ParsedFile of(Found.Content file, CamelContext camel) throws Exception {
        // The name decides which language it is; the content is what was checked, not what the file holds by now.
        Resource resource =
                ResourceHelper.fromBytes("file:" + file.name().replaceFirst("^classpath:", ""), file.bytes());
        List<RouteBuilder> builders = PluginHelper.getRoutesLoader(camel).findRoutesBuilders(resource).stream()
                .filter(RouteBuilder.class::isInstance)
                .map(RouteBuilder.class::cast)
                .toList();
        return new ParsedFile(camel, builders);
    }

    /** Adds what is common to routes; before any route that names it. */
    void addConfigurations() throws Exception {
        for (RouteBuilder builder : builders) {
            if (builder instanceof RouteConfigurationBuilder shared) {
                camel.addRoutesConfigurations(shared);
            }
        }
    }

    /** What is common to routes ({@code routeConfiguration}), once it is added. */
    List<RouteConfigurationDefinition> configurations() {
        return builders.stream()
                .flatMap(builder -> builder instanceof RouteConfigurationBuilder shared
                        ? shared.getRouteConfigurationCollection().getRouteConfigurations().stream()
                        : Stream.empty())
                .toList();
    }

    /** Takes away what {@link #addConfigurations} added. Not by their ids, as Camel does: one without an id is any of them. */
    void removeConfigurations() {
        List<RouteConfigurationDefinition> own = configurations();
        camel.getCamelContextExtension()
                .getContextPlugin(Model.class)
                .getRouteConfigurationDefinitions()
                .removeIf(other -> own.stream().anyMatch(each -> each == other));
    }

    /** The routes; each list can be changed before they are added. Read after what is common to them. */
    List<List<RouteDefinition>> routes() throws Exception {
        List<List<RouteDefinition>> routes = new ArrayList<>();
        for (RouteBuilder builder : builders) {
            routes.add(builder.configureRoutes(camel).getRoutes());
        }
        return routes;
    }

    /** Adds the routes, and starts those that start by themselves; or the templates of a connector. */
    void addRoutes() throws Exception {
        for (RouteBuilder builder : builders) {
            camel.addRoutes(builder);
        }
    }
}
