/**
 * Attempts over HTTP, and sending again.
 */
@NullMarked
package dev.sealpost.api.attempt;

import org.jspecify.annotations.NullMarked;
