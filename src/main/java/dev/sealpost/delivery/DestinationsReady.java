package dev.sealpost.delivery;

/**
 * Published once, as a Spring event, when every route file has been loaded or refused and the destinations are
 * registered: from here on a route that cannot be found is really unavailable, and dispatch may start.
 */
public record DestinationsReady() {}
