package dev.sealpost.delivery.gate;

/** Health of a destination, derived from recent attempts. */
enum DestinationHealth {
    /** No attempt has returned yet. */
    UNKNOWN,
    /** The last attempt succeeded and the median duration is at most {@code slow-after}. */
    HEALTHY,
    /** The last attempt succeeded, but the median duration exceeds {@code slow-after}, possibly because this node was busy. */
    SLOW,
    /** The last attempt failed, or a running one exceeds {@code slow-after}. */
    FAILING
}
