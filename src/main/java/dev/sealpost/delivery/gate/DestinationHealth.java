package dev.sealpost.delivery.gate;

/** What recent attempts say of a destination. */
enum DestinationHealth {
    /** Nothing has come back yet. */
    UNKNOWN,
    /** The last attempt succeeded and half of the recent ones took at most a second. */
    HEALTHY,
    /** The last attempt succeeded, but half of the recent ones took longer than a second: perhaps because this node was busy. */
    SLOW,
    /** The last attempt failed, or one takes longer than a second right now. */
    FAILING
}
