package dev.sealpost.delivery.gate;

import java.time.Clock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Environment of the gate.
 *
 * @param clock wall clock, for expiry and due times
 * @param nanos monotonic clock, for durations
 * @param liveNodes number of nodes that share the rate limits, at least 1
 * @param breakers receives circuit breaker changes
 */
public record GateEnvironment(Clock clock, LongSupplier nanos, IntSupplier liveNodes, OpenBreakers breakers) {}
