/**
 * Delivers again what was delivered, died or was parked, at a bounded rate and under a lease.
 */
@NullMarked
package dev.sealpost.replay;

import org.jspecify.annotations.NullMarked;
