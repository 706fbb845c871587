package dev.sealpost.delivery.record;

/** Records nothing; the transaction only refreshes outdated snapshots. */
record NoOp() implements Entry {}
