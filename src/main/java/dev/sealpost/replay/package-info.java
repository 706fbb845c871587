/** Replays deliveries, dead letters and parked messages at a limited rate, under a lease. */
@NullMarked
package dev.sealpost.replay;

import org.jspecify.annotations.NullMarked;
