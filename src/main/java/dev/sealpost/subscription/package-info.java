/**
 * Which destinations want which event. In: an event. Out: its destinations, by pure matching over what is in memory.
 */
@NullMarked
package dev.sealpost.subscription;

import org.jspecify.annotations.NullMarked;
