package dev.sealpost.subscription;

import dev.sealpost.event.EventTypePattern;
import java.util.Optional;

/**
 * Subscription of a route.
 *
 * @param application id or uid; empty: all applications
 */
public record RouteSubscription(DestinationId destination, EventTypePattern eventTypes, Optional<String> application) {}
