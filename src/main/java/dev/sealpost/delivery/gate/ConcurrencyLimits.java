package dev.sealpost.delivery.gate;

import dev.sealpost.delivery.Destination;

/** How many deliveries of a destination may run and wait here at a time: a pure function of its policy and its health. */
final class ConcurrencyLimits {

    /** A destination of which nothing is known gets this many attempts at a time until one has come back. */
    private static final int PROBES = 2;

    private static final int LINE_OF_UNKNOWN = 16;
    /** Times the concurrency of a destination. */
    private static final int LINE_OF_HEALTHY = 4;

    /** Rows of a deleted destination that are taken at a time, to be cancelled. */
    static final int OF_A_GONE_DESTINATION = LINE_OF_UNKNOWN;

    private ConcurrencyLimits() {}

    /** How many may run. */
    static int running(Destination destination, DestinationHealth health) {
        int concurrency = concurrency(destination);
        return health == DestinationHealth.UNKNOWN ? Math.min(PROBES, concurrency) : concurrency;
    }

    /** How many may wait for one of those to end. */
    static int inLine(Destination destination, DestinationHealth health) {
        return switch (health) {
            case UNKNOWN -> LINE_OF_UNKNOWN;
            case HEALTHY -> LINE_OF_HEALTHY * concurrency(destination);
            case SLOW, FAILING -> 0;
        };
    }

    /**
     * How many places what is fresh may take while rows are due, so that most of what arrives needs no row of its own and
     * the rows still get their half.
     */
    static int besideBacklog(Destination destination, DestinationHealth health) {
        return health == DestinationHealth.HEALTHY
                ? (running(destination, health) + inLine(destination, health)) / 2
                : 0;
    }

    static int concurrency(Destination destination) {
        return destination.policy().load().concurrency();
    }
}
