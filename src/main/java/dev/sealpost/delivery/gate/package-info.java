/**
 * Decides which deliveries may start. In: deliveries, and how attempts ended. Out: start, wait, put off, cancel. Knows
 * permits, rate limits, circuit breakers and slow starts, and no database.
 */
@NullMarked
package dev.sealpost.delivery.gate;

import org.jspecify.annotations.NullMarked;
