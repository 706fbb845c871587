/**
 * Decides which deliveries may start. In: deliveries and attempt outcomes. Out: start, wait, defer, cancel. Knows permits,
 * rate limits, circuit breakers and slow starts, but no database.
 */
@NullMarked
package dev.sealpost.delivery.gate;

import org.jspecify.annotations.NullMarked;
