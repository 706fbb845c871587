package dev.sealpost.subscription;

import dev.sealpost.event.EventTypePattern;
import java.util.Optional;

/**
 * What a route wants.
 *
 * @param application id or uid; empty: every application
 */
public record RouteSubscription(DestinationId destination, EventTypePattern eventTypes, Optional<String> application) {}
