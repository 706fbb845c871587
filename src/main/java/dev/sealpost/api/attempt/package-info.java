/**
 * Attempts and resending over HTTP.
 */
@NullMarked
package dev.sealpost.api.attempt;

import org.jspecify.annotations.NullMarked;
