/** Deletes data older than its retention, in small writes. */
@NullMarked
package dev.sealpost.retention;

import org.jspecify.annotations.NullMarked;
