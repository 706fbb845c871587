package dev.sealpost.route.camel;

import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Refuses options with which an endpoint would change objects that the endpoints of all files share: Camel sets {@code
 * component.followRedirects} on the component, and {@code camelContext.tracing} on the context.
 */
final class GuardOptions implements EndpointStrategy {

    private static final Set<String> SHARED = Set.of("component", "camelcontext");

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        for (Map.Entry<String, String> option : HttpOptions.in(uri)) {
            String owner = option.getKey().replaceFirst("[.\\[].*", "");
            if (SHARED.contains(owner) && !owner.equals(option.getKey())) {
                throw new IllegalArgumentException("the option " + option.getKey()
                        + " would affect the routes of all files: delete it and set it in config/application.yaml");
            }
        }
        return endpoint;
    }
}
