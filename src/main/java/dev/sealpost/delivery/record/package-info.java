/** Records events and deliveries in batches, on one thread. In: entries. Out: committed facts. Does not know the gate. */
@NullMarked
package dev.sealpost.delivery.record;

import org.jspecify.annotations.NullMarked;
