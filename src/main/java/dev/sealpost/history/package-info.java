/** Queries of recorded deliveries: attempts, attempts per minute, dead letters. */
@NullMarked
package dev.sealpost.history;

import org.jspecify.annotations.NullMarked;
