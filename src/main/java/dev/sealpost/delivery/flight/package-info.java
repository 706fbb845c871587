/** Deliveries in flight on this node: what holds them (a broker message or a leased row) and their results. */
@NullMarked
package dev.sealpost.delivery.flight;

import org.jspecify.annotations.NullMarked;
