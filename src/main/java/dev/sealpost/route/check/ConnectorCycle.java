package dev.sealpost.route.check;

import dev.sealpost.route.connector.ConnectorCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** Finds a connector that calls itself, directly or through others: Camel would create routes for its calls without end. */
final class ConnectorCycle {

    private static final String CONNECTOR = "connector:";

    private final Model model;
    private final ConnectorCatalog catalog;

    /** @param camel context with all connectors */
    ConnectorCycle(CamelContext camel) {
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        this.catalog = ConnectorCatalog.of(camel);
    }

    /** Returns the path back to the connector, such as {@code a > b > a}. */
    Optional<String> of(String connector) {
        return search(connector, List.of(connector)).map(path -> String.join(" > ", path));
    }

    private Optional<List<String>> search(String start, List<String> path) {
        for (String called : called(path.getLast())) {
            if (called.equals(start)) {
                return Optional.of(and(path, called));
            }
            if (!path.contains(called)) {
                Optional<List<String>> found = search(start, and(path, called));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> and(List<String> path, String next) {
        List<String> longer = new ArrayList<>(path);
        longer.add(next);
        return longer;
    }

    private List<String> called(String connector) {
        RouteTemplateDefinition template = model.getRouteTemplateDefinition(connector);
        return template == null
                ? List.of()
                : CheckSettlement.all(template.getRoute().getOutputs()).stream()
                        .map(this::called)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
    }

    private Optional<String> called(ProcessorDefinition<?> step) {
        return switch (step) {
            case KameletDefinition kamelet -> Optional.of(name(kamelet.getName()));
            case EndpointRequiredDefinition to
            when String.valueOf(to.getEndpointUri()).startsWith("kamelet:") ->
                Optional.of(name(to.getEndpointUri().substring("kamelet:".length())));
            case EndpointRequiredDefinition to
            when String.valueOf(to.getEndpointUri()).startsWith(CONNECTOR) ->
                catalog.kamelet(name(to.getEndpointUri().substring(CONNECTOR.length())));
            default -> Optional.empty();
        };
    }

    private static String name(String uri) {
        return uri.replaceFirst("^/*", "").replaceFirst("[/?].*", "");
    }
}
