package dev.sealpost.route.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.KameletDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteTemplateDefinition;

/** Finds a connector that calls itself, also through others: Camel would make a route for each call, without end. */
final class ConnectorCircle {

    private final Model model;

    /** @param model with all connectors */
    ConnectorCircle(Model model) {
        this.model = model;
    }

    /** The way back to the connector, such as {@code a > b > a}. */
    Optional<String> of(String connector) {
        return search(connector, List.of(connector)).map(way -> String.join(" > ", way));
    }

    private Optional<List<String>> search(String start, List<String> way) {
        for (String called : called(way.getLast())) {
            if (called.equals(start)) {
                return Optional.of(and(way, called));
            }
            if (!way.contains(called)) {
                Optional<List<String>> found = search(start, and(way, called));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static List<String> and(List<String> way, String next) {
        List<String> longer = new ArrayList<>(way);
        longer.add(next);
        return longer;
    }

    private List<String> called(String connector) {
        RouteTemplateDefinition template = model.getRouteTemplateDefinition(connector);
        return template == null
                ? List.of()
                : CheckSettlement.all(template.getRoute().getOutputs()).stream()
                        .map(ConnectorCircle::called)
                        .flatMap(Optional::stream)
                        .distinct()
                        .toList();
    }

    private static Optional<String> called(ProcessorDefinition<?> step) {
        return switch (step) {
            case KameletDefinition kamelet -> Optional.of(name(kamelet.getName()));
            case EndpointRequiredDefinition to
            when String.valueOf(to.getEndpointUri()).startsWith("kamelet:") ->
                Optional.of(name(to.getEndpointUri().substring("kamelet:".length())));
            default -> Optional.empty();
        };
    }

    private static String name(String uri) {
        return uri.replaceFirst("^/*", "").replaceFirst("[/?].*", "");
    }
}
