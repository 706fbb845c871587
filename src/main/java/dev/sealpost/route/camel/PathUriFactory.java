package dev.sealpost.route.camel;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.EndpointUriFactory;
import org.apache.camel.util.URISupport;
import org.jspecify.annotations.Nullable;

/**
 * Builds the URI of a step that is written as {@code uri: event} with everything else under {@code parameters}, as route
 * editors do. Registered under {@code META-INF/services/org/apache/camel/urifactory}.
 */
public final class PathUriFactory implements EndpointUriFactory {

    /** Allowed names of the parameter for the part after the colon. */
    private static final Map<String, List<String>> PATHS =
            Map.of("event", List.of("types", "type", "eventType", "name"), "poll", List.of("name"));

    private @Nullable CamelContext camel;

    @Override
    @SuppressWarnings("NullAway") // set before it is used
    public CamelContext getCamelContext() {
        return camel;
    }

    @Override
    public void setCamelContext(CamelContext camel) {
        this.camel = camel;
    }

    @Override
    public boolean isEnabled(String scheme) {
        return PATHS.containsKey(scheme);
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> parameters) {
        return buildUri(scheme, parameters, true);
    }

    @Override
    public String buildUri(String scheme, Map<String, Object> parameters, boolean encode) {
        Map<String, Object> options = new TreeMap<>(parameters);
        Object path = PATHS.getOrDefault(scheme, List.of()).stream()
                .map(options::remove)
                .filter(value -> value != null && !String.valueOf(value).isBlank())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        scheme.equals("event")
                                ? "uri: event lacks its event type: write event:<event type>"
                                : "uri: " + scheme + " lacks its name: write " + scheme + ":<name>"));
        String query = URISupport.createQueryString(options, encode);
        return scheme + ":" + path + (query.isEmpty() ? "" : "?" + query);
    }

    @Override
    public Set<String> propertyNames() {
        return Set.of();
    }

    @Override
    public Set<String> secretPropertyNames() {
        return Set.of();
    }

    @Override
    public Map<String, String> multiValuePrefixes() {
        return Map.of();
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }
}
