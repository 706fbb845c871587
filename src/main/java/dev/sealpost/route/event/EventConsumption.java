package dev.sealpost.route.event;

import dev.sealpost.attempt.Decide;
import dev.sealpost.endpoint.DeliveryPolicy;
import java.time.Clock;

/**
 * What {@code from: event:} works with.
 *
 * @param defaults the policy of a route that does not say otherwise
 */
public record EventConsumption(RunningRoutes routes, Decide decide, DeliveryPolicy defaults, Clock clock) {}
