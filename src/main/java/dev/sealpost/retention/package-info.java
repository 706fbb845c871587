/**
 * Removes what is older than it is kept, in small writes.
 */
@NullMarked
package dev.sealpost.retention;

import org.jspecify.annotations.NullMarked;
