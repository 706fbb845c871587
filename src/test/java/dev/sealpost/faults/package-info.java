/** Faults of a network, made to order: for tests of any package. */
@NullMarked
package dev.sealpost.faults;

import org.jspecify.annotations.NullMarked;
