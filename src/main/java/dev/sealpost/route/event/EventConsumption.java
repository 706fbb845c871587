package dev.sealpost.route.event;

import dev.sealpost.attempt.Decide;
import dev.sealpost.endpoint.DeliveryPolicy;
import java.time.Clock;

/**
 * Dependencies of {@code from: event:}.
 *
 * @param defaults default policy of routes
 */
public record EventConsumption(RunningRoutes routes, Decide decide, DeliveryPolicy defaults, Clock clock) {}
