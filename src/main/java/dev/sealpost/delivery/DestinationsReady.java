package dev.sealpost.delivery;

/** Published once at startup, when all route files are loaded and deliveries can be dispatched. */
public record DestinationsReady() {}
