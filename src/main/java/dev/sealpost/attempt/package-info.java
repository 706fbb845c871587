/**
 * Single attempts. In: a delivery. Out: its outcome and what follows. Classification and retry schedule are pure; the call
 * itself is the Camel route {@code webhook-delivery}.
 */
@NullMarked
package dev.sealpost.attempt;

import org.jspecify.annotations.NullMarked;
