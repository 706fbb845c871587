package dev.sealpost.delivery.record;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;

/** Gives a slow delivery a row with a lease of this node, so that its event need not stay unacknowledged. */
public record LeasedRow(InFlight inFlight, Lease lease) implements Entry {}
