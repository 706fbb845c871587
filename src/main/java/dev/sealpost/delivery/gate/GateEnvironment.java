package dev.sealpost.delivery.gate;

import java.time.Clock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * What is around the gate.
 *
 * @param clock for what has a date
 * @param nanos for what has a duration; monotonic
 * @param liveNodes how many nodes share the throttles, at least 1
 * @param breakers is told of breakers that open and close
 */
public record GateEnvironment(Clock clock, LongSupplier nanos, IntSupplier liveNodes, OpenBreakers breakers) {}
