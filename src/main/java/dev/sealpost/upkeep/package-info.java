/**
 * Turns of nodes at work in the background, and writes in chunks that hold the one writer only briefly.
 */
@NullMarked
package dev.sealpost.upkeep;

import org.jspecify.annotations.NullMarked;
