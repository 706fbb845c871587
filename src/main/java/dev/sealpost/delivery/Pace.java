package dev.sealpost.delivery;

/** What recent attempts say of a destination. */
enum Pace {
    /** Nothing has come back yet. */
    UNKNOWN,
    /** The last attempt succeeded and half of the recent ones took at most a second. */
    STEADY,
    /** Failing, or slow. */
    TROUBLED
}
