/**
 * Shared types of the delivery engine: one event owed to one destination, until it is settled. Depends on none of the
 * engine's other packages.
 */
@NullMarked
package dev.sealpost.delivery;

import org.jspecify.annotations.NullMarked;
