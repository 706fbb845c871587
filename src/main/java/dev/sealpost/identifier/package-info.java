/**
 * Ids. In: an instant and chance, or the parts an id is derived from. Out: 27 characters that sort by time or never
 * change for the same parts.
 */
@NullMarked
package dev.sealpost.identifier;

import org.jspecify.annotations.NullMarked;
