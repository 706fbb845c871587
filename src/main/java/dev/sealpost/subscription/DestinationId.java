package dev.sealpost.subscription;

import dev.sealpost.endpoint.EndpointId;

/** Id of a destination: {@code ep_…} for an endpoint, {@code route:<route id>} for a route. */
public record DestinationId(String value) {

    private static final String ROUTE_PREFIX = "route:";

    public static DestinationId of(EndpointId endpoint) {
        return new DestinationId(endpoint.value());
    }

    public static DestinationId ofRoute(String routeId) {
        return new DestinationId(ROUTE_PREFIX + routeId);
    }

    public boolean isRoute() {
        return value.startsWith(ROUTE_PREFIX);
    }

    /**
     * Returns the id of the route.
     *
     * @throws IllegalStateException when this is not a route
     */
    public String routeId() {
        if (!isRoute()) {
            throw new IllegalStateException(value + " is not a route");
        }
        return value.substring(ROUTE_PREFIX.length());
    }

    @Override
    public String toString() {
        return value;
    }
}
