/**
 * Writes what happens to events and deliveries, in batches, from one thread. In: entries. Out: facts that are on disk.
 * Knows no gate.
 */
@NullMarked
package dev.sealpost.delivery.record;

import org.jspecify.annotations.NullMarked;
