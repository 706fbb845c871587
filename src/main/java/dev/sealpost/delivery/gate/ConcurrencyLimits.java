package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;

/** Limits of running and queued deliveries per destination: a pure function of its policy and health. */
final class ConcurrencyLimits {

    /** Concurrency of a destination of unknown health, until an attempt has returned. */
    private static final int PROBES = 2;

    private static final int QUEUE_OF_UNKNOWN = 16;
    /** Multiple of the concurrency. */
    private static final int QUEUE_OF_HEALTHY = 4;

    /** Rows of a deleted destination leased at a time, to be cancelled. */
    static final int ROWS_OF_DELETED = QUEUE_OF_UNKNOWN;

    private ConcurrencyLimits() {}

    /** Returns the maximum number of running deliveries. */
    static int running(Destination destination, DestinationHealth health) {
        int concurrency = concurrency(destination);
        return health == DestinationHealth.UNKNOWN ? Math.min(PROBES, concurrency) : concurrency;
    }

    /** Returns the maximum number of queued deliveries. */
    static int queued(Destination destination, DestinationHealth health) {
        if (destination.batching().isPresent()) {
            return 0;
        }
        return switch (health) {
            case UNKNOWN -> QUEUE_OF_UNKNOWN;
            case HEALTHY -> QUEUE_OF_HEALTHY * concurrency(destination);
            case SLOW, FAILING -> 0;
        };
    }

    /**
     * Returns the limit of fresh deliveries while rows are due: half, so that most arrivals need no row and the rows still
     * progress.
     */
    static int freshBesideBacklog(Destination destination, DestinationHealth health) {
        return health == DestinationHealth.HEALTHY
                ? (running(destination, health) + queued(destination, health)) / 2
                : 0;
    }

    /** Returns the concurrency. One batch is in flight at a time, and none is queued. */
    static int concurrency(Destination destination) {
        return destination.batching().isPresent()
                ? 1
                : destination.policy().load().concurrency();
    }
}
