/**
 * A delivery on its way through this node: what holds it (a message of the broker, or a leased row) and what becomes of
 * it.
 */
@NullMarked
package dev.sealpost.delivery.flight;

import org.jspecify.annotations.NullMarked;
