package dev.sealpost.delivery.record;

/** Records nothing: the transaction only refreshes snapshots that are old. */
record NoOp() implements Entry {}
