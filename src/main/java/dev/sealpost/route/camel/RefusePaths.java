package dev.sealpost.route.camel;

import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Refuses endpoints that open paths of Sealpost's own HTTP server, where requests would pass neither its tokens nor its limits.
 * The parts of Camel that {@code rest} needs are such endpoints.
 */
public final class RefusePaths implements EndpointStrategy {

    /** Advice for the author of a refused route. */
    public static final String REMEDY = "receive requests through a source (POST /in/…) and call APIs with to: https:…";

    private static final Set<String> SCHEMES = Set.of("platform-http", "servlet");

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        String scheme = uri.replaceFirst("(?s)[:?].*", "");
        if (SCHEMES.contains(scheme)) {
            throw new IllegalArgumentException(
                    scheme + ": would open a path beside the checks of Sealpost's API: " + REMEDY);
        }
        return endpoint;
    }
}
