package dev.sealpost.route.camel;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.EndpointStrategy;

/**
 * Strategies applied to each new Camel endpoint, in this order. Camel applies several strategies in arbitrary order: one that
 * replaces the endpoint would hide the original from the others at some starts only.
 */
public record PrepareEndpoints(List<EndpointStrategy> steps) implements EndpointStrategy {

    public PrepareEndpoints {
        steps = List.copyOf(steps);
    }

    /** @param last strategy applied after those that every context has */
    public static void in(CamelContext camel, Optional<EndpointStrategy> last) {
        List<EndpointStrategy> common = List.of(
                LocalResources::requireLocal,
                new RefusePaths(),
                new GuardOptions(),
                new GuardDatabases(),
                new GuardMessages(),
                new GuardHeaders(),
                new PrepareHttp());
        // Components are shared by all files, and beans are not theirs to take: sql: would work on Sealpost's own
        // database.
        camel.setAutowiredEnabled(false);
        camel.getCamelContextExtension()
                .registerEndpointCallback(new PrepareEndpoints(
                        Stream.concat(common.stream(), last.stream()).toList()));
    }

    @Override
    public Endpoint registerEndpoint(String uri, Endpoint endpoint) {
        Endpoint prepared = endpoint;
        for (EndpointStrategy step : steps) {
            prepared = step.registerEndpoint(uri, prepared);
        }
        return prepared;
    }
}
