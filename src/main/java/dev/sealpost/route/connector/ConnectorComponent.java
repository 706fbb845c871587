package dev.sealpost.route.connector;

import dev.sealpost.connector.catalog.Connector;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.URISupport;

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
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Map<String, String> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> given.put(name, String.valueOf(value)));
        parameters.clear();
        Optional<Connector> kamelet =
                catalog.find(remaining).filter(connector -> connector.call().isEmpty());
        if (kamelet.isPresent()) {
            kamelet.get().values(given);
            return getCamelContext().getEndpoint("kamelet:" + kamelet.get().name() + query(given));
        }
        return new ConnectorEndpoint(uri, this, remaining, given);
    }

    private static String query(Map<String, String> given) throws Exception {
        return given.isEmpty() ? "" : "?" + URISupport.createQueryString(Map.copyOf(given));
    }
}
