package dev.sealpost.node;

import java.time.Duration;

/**
 * Work that is done again and again while the node delivers. Each part of the node declares its own as beans.
 *
 * @param name for operators, and of its thread
 * @param first how long after the start it is done first
 * @param interval from the end of a step to the next
 */
public record PeriodicWork(String name, Duration first, Duration interval, Runnable step) {}
