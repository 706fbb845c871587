package dev.sealpost.route.camel;

/** Component that creates a route for some of its endpoints, with the options of the endpoint in the text of the route. */
public interface RouteCreator {

    /** @param name endpoint without scheme and options */
    boolean createsRoute(String name);
}
