/**
 * Loads route files into the running context, and swaps what has changed.
 */
@NullMarked
package dev.sealpost.route.load;

import org.jspecify.annotations.NullMarked;
