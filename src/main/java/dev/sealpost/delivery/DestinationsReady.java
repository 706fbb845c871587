package dev.sealpost.delivery;

/** Said once at start, when every route file has been loaded: from now on deliveries can be dispatched. */
public record DestinationsReady() {}
