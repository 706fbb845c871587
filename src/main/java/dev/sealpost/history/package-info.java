/**
 * Reads what was recorded of deliveries: attempts, attempts by minute, dead letters.
 */
@NullMarked
package dev.sealpost.history;

import org.jspecify.annotations.NullMarked;
