package dev.sealpost.delivery.record;

/** Something for the recorder's next transaction. */
public sealed interface Entry permits Arrival, Settlement, LeasedRow, LeasePage, ExpiredRows, Acknowledgement, NoOp {}
