package dev.sealpost.delivery.record;

import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;

/** Writes a row, leased to this node, for a slow delivery, so that its event can be acknowledged. */
public record LeasedRow(InFlight inFlight, Lease lease) implements Entry {}
