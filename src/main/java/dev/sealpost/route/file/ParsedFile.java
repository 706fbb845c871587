package dev.sealpost.route.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.ErrorHandlerFactory;
import org.apache.camel.ExtendedCamelContext;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.dsl.support.RouteBuilderLoaderSupport;
import org.apache.camel.dsl.xml.io.XmlRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.KameletRoutesBuilderLoader;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.model.BeanFactoryDefinition;
import org.apache.camel.model.ErrorHandlerDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/** A file as Camel's model, of which no route is in a context yet; only the beans of the file are. */
public final class ParsedFile {

    private final String location;
    private final CamelContext camel;
    private final List<RouteBuilder> builders;

    private ParsedFile(String location, CamelContext camel, List<RouteBuilder> builders) {
        this.location = location;
        this.camel = camel;
        this.builders = builders;
    }

    /** @throws Exception what Camel says of a file that it does not understand */
    public static ParsedFile of(RouteFileContent.Content file, CamelContext camel) throws Exception {
        // The name decides which language it is; the content is what was checked, not what the file holds by now.
        Resource resource =
                ResourceHelper.fromBytes("file:" + file.name().replaceFirst("^classpath:", ""), file.bytes());
        // One of its own each time: a loader remembers by its name what was in a file that it could not read to the
        // end.
        RouteBuilderLoaderSupport loader = loader(file);
        loader.setCamelContext(camel);
        ServiceHelper.startService(loader);
        loader.preParseRoute(resource);
        RoutesBuilder builder = loader.loadRoutesBuilder(resource);
        return new ParsedFile(
                resource.getLocation(), camel, builder instanceof RouteBuilder routes ? List.of(routes) : List.of());
    }

    private static RouteBuilderLoaderSupport loader(RouteFileContent.Content file) {
        if (file.isXml()) {
            return new XmlRoutesBuilderLoader();
        }
        return Connectors.isConnector(file.name()) ? new KameletRoutesBuilderLoader() : new YamlRoutesBuilderLoader();
    }

    /** Adds what is common to routes; before any route that names it. */
    public void addConfigurations() throws Exception {
        for (RouteBuilder builder : builders) {
            if (builder instanceof RouteConfigurationBuilder shared) {
                camel.addRoutesConfigurations(shared);
            }
        }
    }

    /** What is common to routes ({@code routeConfiguration}), once it is added. */
    public List<RouteConfigurationDefinition> configurations() {
        return builders.stream()
                .flatMap(builder -> builder instanceof RouteConfigurationBuilder shared
                        ? shared.getRouteConfigurationCollection().getRouteConfigurations().stream()
                        : Stream.empty())
                .toList();
    }

    /** Takes away what {@link #addConfigurations} added. Not by their ids, as Camel does: one without an id is any of them. */
    public void removeConfigurations() {
        List<RouteConfigurationDefinition> own = configurations();
        model().getRouteConfigurationDefinitions()
                .removeIf(other -> own.stream().anyMatch(each -> each == other));
    }

    /** Takes the beans of the file out of the context. */
    public void removeBeans() {
        List<BeanFactoryDefinition<?>> all = model().getCustomBeans();
        all.stream()
                .filter(bean -> bean.getResource() != null
                        && location.equals(bean.getResource().getLocation()))
                .toList()
                .forEach(bean -> {
                    camel.getRegistry().unbind(bean.getName());
                    all.remove(bean);
                });
    }

    /** The routes; each list can be changed before they are added. Read after what is common to them. */
    public List<List<RouteDefinition>> routes() throws Exception {
        List<List<RouteDefinition>> routes = new ArrayList<>();
        for (RouteBuilder builder : builders) {
            routes.add(configure(builder));
        }
        return routes;
    }

    /** Camel gives the error handler of a file to the whole context; here it is that of the routes of the file. */
    private List<RouteDefinition> configure(RouteBuilder builder) throws Exception {
        ExtendedCamelContext context = camel.getCamelContextExtension();
        ErrorHandlerFactory common = context.getErrorHandlerFactory();
        try {
            List<RouteDefinition> routes = builder.configureRoutes(camel).getRoutes();
            ErrorHandlerFactory own = context.getErrorHandlerFactory();
            routes.forEach(route -> handler(route, own == common ? Optional.empty() : Optional.of(own)));
            return routes;
        } finally {
            context.setErrorHandlerFactory(common);
        }
    }

    /** That of the route itself, else of the configuration that it names, else of the file, else of the context. */
    private void handler(RouteDefinition route, Optional<ErrorHandlerFactory> ofFile) {
        if (route.getErrorHandler() == null && route.getErrorHandlerRef() == null) {
            ofConfiguration(route).or(() -> ofFile).ifPresent(route::setErrorHandlerFactory);
        }
        // Where it is not said otherwise, a dead letter that cannot be sent is a failure, and not the end of it.
        if (route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition channel
                && channel.getDeadLetterHandleNewException() == null) {
            channel.setDeadLetterHandleNewException("false");
        }
    }

    private Optional<ErrorHandlerFactory> ofConfiguration(RouteDefinition route) {
        Set<String> named = route.getAppliedRouteConfigurationIds();
        return named == null
                ? Optional.empty()
                : model().getRouteConfigurationDefinitions().stream()
                        .filter(shared -> named.contains(shared.getId()))
                        .map(RouteConfigurationDefinition::getErrorHandler)
                        .flatMap(Stream::ofNullable)
                        .map(ErrorHandlerDefinition::getErrorHandlerType)
                        .reduce((first, last) -> last);
    }

    /** Adds the routes, and starts those that start by themselves; or the templates of a connector. */
    public void addRoutes() throws Exception {
        routes();
        for (RouteBuilder builder : builders) {
            camel.addRoutes(builder);
        }
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
