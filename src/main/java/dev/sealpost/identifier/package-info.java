/**
 * Ids. In: an instant and random bits, or the parts an id is derived from. Out: 27 characters that sort by time or are
 * the same for the same parts.
 */
@NullMarked
package dev.sealpost.identifier;

import org.jspecify.annotations.NullMarked;
