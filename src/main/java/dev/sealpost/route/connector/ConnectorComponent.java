package dev.sealpost.route.connector;

import dev.sealpost.connector.catalog.Connector;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code connector:}. {@code to: connector:slack-message?credential=ops&channel=C1} calls the connector {@code
 * slack-message-sink}; {@code from: connector:shopify-order} reads its source. A connector without {@code spec.call} is the
 * Kamelet of that name. Each Camel context has its own component, so that routes can be checked without running.
 */
public final class ConnectorComponent extends DefaultComponent {

    static final String SCHEME = "connector";

    private final ConnectorCatalog catalog = new ConnectorCatalog();

    ConnectorCatalog catalog() {
        return catalog;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> given.put(name, String.valueOf(value)));
        parameters.clear();
        Optional<Connector> kamelet = catalog.onlyOne(remaining).filter(ConnectorComponent::isKamelet);
        return kamelet.isPresent()
                ? kamelet(getCamelContext(), kamelet.get(), given)
                : new ConnectorEndpoint(uri, this, remaining, given);
    }

    static boolean isKamelet(Connector connector) {
        return connector.call().isEmpty();
    }

    /** Returns the endpoint of a connector that consists of Camel steps. */
    static Endpoint kamelet(CamelContext camel, Connector connector, Map<String, String> given) {
        connector.values(given);
        return camel.getEndpoint("kamelet:" + connector.name() + query(given));
    }

    /** Spaces are encoded as in a path: Camel takes a plus sign literally. */
    private static String query(Map<String, String> given) {
        return given.isEmpty()
                ? ""
                : given.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
