package dev.sealpost.route.connector;

import dev.sealpost.connector.catalog.Connector;
import dev.sealpost.route.camel.RouteCreator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel component {@code connector:}. {@code to: connector:slack-message?credential=ops&channel=C1} calls the connector {@code
 * slack-message-sink}; {@code from: connector:shopify-order} reads its source. A connector without {@code spec.call} is the
 * Kamelet of that name. Each Camel context has its own component, so that routes can be checked without running.
 */
public final class ConnectorComponent extends DefaultComponent implements RouteCreator {

    static final String SCHEME = "connector";

    private static final Pattern PLAIN = Pattern.compile("[\\w./:,@-]*");

    private final ConnectorCatalog catalog = new ConnectorCatalog();

    ConnectorCatalog catalog() {
        return catalog;
    }

    @Override
    public boolean createsRoute(String name) {
        return catalog.kamelet(name.replaceFirst("^/{2}", "")).isPresent();
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        Map<String, String> given = new LinkedHashMap<>();
        parameters.forEach((name, value) -> given.put(name, String.valueOf(value)));
        parameters.clear();
        List<Connector> named = catalog.named(remaining);
        if (named.stream().noneMatch(connector -> connector.call().isEmpty())) {
            return new ConnectorEndpoint(uri, this, remaining, given);
        }
        if (named.size() > 1) {
            // Camel builds the steps of a Kamelet before it knows whether the route starts with it or calls it.
            throw new UnknownConnectorException(
                    remaining,
                    "is a source and a sink: write "
                            + named.stream().map(Connector::name).collect(Collectors.joining(" or ")));
        }
        named.getFirst().values(given);
        return getCamelContext().getEndpoint("kamelet:" + named.getFirst().name() + query(given));
    }

    /** The component {@code kamelet:} decodes nothing, and takes the value in {@code RAW(…)} as it is. */
    private static String query(Map<String, String> given) {
        return given.isEmpty()
                ? ""
                : given.entrySet().stream()
                        .map(each -> each.getKey() + "=" + raw(each.getValue()))
                        .collect(Collectors.joining("&", "?", ""));
    }

    private static String raw(String value) {
        if (PLAIN.matcher(value).matches()) {
            return value;
        }
        return value.contains(")&") ? "RAW{" + value + "}" : "RAW(" + value + ")";
    }
}
