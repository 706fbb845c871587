package dev.sealpost.delivery.record;

/** Entry of the recorder's next transaction. */
public sealed interface Entry permits Arrival, Settlement, LeasedRow, LeasePage, ExpiredRows, Acknowledgement, NoOp {}
