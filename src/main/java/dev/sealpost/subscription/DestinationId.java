package dev.sealpost.subscription;

import dev.sealpost.endpoint.EndpointId;

/** What an event can be owed to: {@code ep_…} for an endpoint, {@code route:<route id>} for a route. */
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
     * The id of the route.
     *
     * @throws IllegalStateException when this is no route
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
