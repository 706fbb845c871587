/**
 * Trying once. In: a delivery. Out: the outcome by name and what comes next: classification and retry schedule are pure, the
 * call itself is the Camel route {@code webhook-delivery}.
 */
@NullMarked
package dev.sealpost.attempt;

import org.jspecify.annotations.NullMarked;
