package dev.sealpost.route.file;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.connector.catalog.ReadConnector;
import dev.sealpost.route.connector.ConnectorCatalog;
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

/** Parsed route file. Its beans are in the context, its routes not yet. */
public final class ParsedFile {

    private final String location;
    private final CamelContext camel;
    private final List<RouteBuilder> builders;
    private final Optional<Connector> connector;

    private ParsedFile(
            String location, CamelContext camel, List<RouteBuilder> builders, Optional<Connector> connector) {
        this.connector = connector;
        this.location = location;
        this.camel = camel;
        this.builders = builders;
    }

    /**
     * Parses a file.
     *
     * @throws dev.sealpost.connector.catalog.ConnectorFileException if it is no valid connector
     * @throws Exception if Camel cannot parse it
     */
    public static ParsedFile of(RouteFileContent.FileContent file, CamelContext camel) throws Exception {
        Optional<Connector> connector =
                Connectors.isConnector(file.name()) ? Optional.of(ReadConnector.read(file.text())) : Optional.empty();
        // The name determines the language. The content is the checked one, not the current one of the file.
        Resource resource =
                ResourceHelper.fromBytes("file:" + file.name().replaceFirst("^classpath:", ""), file.bytes());
        // A new loader each time: a loader caches content of a file by name, even after a failure.
        RouteBuilderLoaderSupport loader = loader(file);
        loader.setCamelContext(camel);
        ServiceHelper.startService(loader);
        loader.preParseRoute(resource);
        RoutesBuilder builder = loader.loadRoutesBuilder(resource);
        return new ParsedFile(
                resource.getLocation(),
                camel,
                builder instanceof RouteBuilder routes ? List.of(routes) : List.of(),
                connector);
    }

    private static RouteBuilderLoaderSupport loader(RouteFileContent.FileContent file) {
        if (file.isXml()) {
            return new XmlRoutesBuilderLoader();
        }
        return Connectors.isConnector(file.name()) ? new KameletRoutesBuilderLoader() : new YamlRoutesBuilderLoader();
    }

    /** Adds the route configurations; call this before adding routes that name them. */
    public void addConfigurations() throws Exception {
        for (RouteBuilder builder : builders) {
            if (builder instanceof RouteConfigurationBuilder shared) {
                camel.addRoutesConfigurations(shared);
            }
        }
    }

    /** Returns the added {@code routeConfiguration} definitions. */
    public List<RouteConfigurationDefinition> configurations() {
        return builders.stream()
                .flatMap(builder -> builder instanceof RouteConfigurationBuilder shared
                        ? shared.getRouteConfigurationCollection().getRouteConfigurations().stream()
                        : Stream.empty())
                .toList();
    }

    /** Removes what {@link #addConfigurations} added. Compares by identity, not by id as Camel does: several can have no id. */
    public void removeConfigurations() {
        List<RouteConfigurationDefinition> own = configurations();
        model().getRouteConfigurationDefinitions()
                .removeIf(other -> own.stream().anyMatch(each -> each == other));
    }

    /** Removes the beans of the file from the context. */
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

    /** Returns the routes, which can be changed before they are added. Call this after {@link #addConfigurations}. */
    public List<List<RouteDefinition>> routes() throws Exception {
        List<List<RouteDefinition>> routes = new ArrayList<>();
        for (RouteBuilder builder : builders) {
            routes.add(configure(builder));
        }
        return routes;
    }

    /** Limits the error handler of a file to its routes; Camel would set it for the whole context. */
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

    /** Sets the error handler: that of the route, otherwise of its configuration, of the file, or of the context. */
    private void handler(RouteDefinition route, Optional<ErrorHandlerFactory> ofFile) {
        if (route.getErrorHandler() == null && route.getErrorHandlerRef() == null) {
            ofConfiguration(route).or(() -> ofFile).ifPresent(route::setErrorHandlerFactory);
        }
        // By default, a failure to send to the dead letter channel is a failure of the route.
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

    /** Adds the routes and starts those with auto-startup, or adds a connector with its templates. */
    public void addRoutes() throws Exception {
        routes();
        for (RouteBuilder builder : builders) {
            camel.addRoutes(builder);
        }
        connector.ifPresent(ConnectorCatalog.of(camel)::put);
    }

    private Model model() {
        return camel.getCamelContextExtension().getContextPlugin(Model.class);
    }
}
