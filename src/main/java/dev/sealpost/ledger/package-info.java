/**
 * Proves that nothing was lost: two invariants for each application, and the reconciler that finds what breaks them.
 */
@NullMarked
package dev.sealpost.ledger;

import org.jspecify.annotations.NullMarked;
