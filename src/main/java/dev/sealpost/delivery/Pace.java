package dev.sealpost.delivery;

/** What recent attempts say of a destination. */
enum Pace {
    /** Nothing has come back yet. */
    UNKNOWN,
    /** The last attempt succeeded and half of the recent ones took at most a second. */
    STEADY,
    /** The last attempt succeeded, but half of the recent ones took longer than a second: perhaps because this node was busy. */
    SLOW,
    /** The last attempt failed, or one takes longer than a second right now. */
    TROUBLED
}
