/** Verifies that nothing was lost: two invariants per application, and a reconciler that finds violations. */
@NullMarked
package dev.sealpost.ledger;

import org.jspecify.annotations.NullMarked;
