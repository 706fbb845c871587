package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;

/** Published when rows of a destination were written that are due at the given time. */
public record MadeDue(DestinationId destination, Instant time) {}
