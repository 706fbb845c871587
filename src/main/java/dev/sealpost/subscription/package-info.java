/** Matching of events to destinations, as a pure function of in-memory state. */
@NullMarked
package dev.sealpost.subscription;

import org.jspecify.annotations.NullMarked;
