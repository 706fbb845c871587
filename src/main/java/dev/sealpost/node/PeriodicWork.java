package dev.sealpost.node;

import java.time.Duration;

/**
 * Work that is repeated while the node delivers. Each package declares its own as beans.
 *
 * @param name for operators and the thread
 * @param first delay from the start to the first step
 * @param interval from the end of a step to the next
 */
public record PeriodicWork(String name, Duration first, Duration interval, Runnable step) {}
