package dev.sealpost.delivery;

import dev.sealpost.subscription.DestinationId;
import java.time.Instant;

/** Says that rows of this destination were written and are due at this time. */
public record MadeDue(DestinationId destination, Instant time) {}
