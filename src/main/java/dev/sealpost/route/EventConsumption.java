package dev.sealpost.route;

import dev.sealpost.attempt.Decide;
import java.time.Clock;

/**
 * What {@code from: event:} works with.
 *
 * @param decide for routes without a schedule of their own
 * @param jitter for those with one
 */
record EventConsumption(RunningRoutes routes, Decide decide, double jitter, Clock clock) {}
