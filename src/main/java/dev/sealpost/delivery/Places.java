package dev.sealpost.delivery;

/** How many deliveries of a destination may run and wait here at a time: a pure function of its policy and its pace. */
final class Places {

    /** A destination of which nothing is known gets this many attempts at a time until one has come back. */
    private static final int PROBES = 2;

    private static final int LINE_OF_UNKNOWN = 16;
    /** Times the concurrency of a destination. */
    private static final int LINE_OF_STEADY = 4;

    /** Rows of a deleted destination that are taken at a time, to be cancelled. */
    static final int OF_A_GONE_DESTINATION = LINE_OF_UNKNOWN;

    private Places() {}

    /** How many may run. */
    static int running(Destination destination, Pace pace) {
        int concurrency = concurrency(destination);
        return pace == Pace.UNKNOWN ? Math.min(PROBES, concurrency) : concurrency;
    }

    /** How many may wait for one of those to end. */
    static int inLine(Destination destination, Pace pace) {
        return switch (pace) {
            case UNKNOWN -> LINE_OF_UNKNOWN;
            case STEADY -> LINE_OF_STEADY * concurrency(destination);
            case SLOW, TROUBLED -> 0;
        };
    }

    /**
     * How many places what is fresh may take while rows are due, so that most of what arrives needs no row of its own and
     * the rows still get their half.
     */
    static int besideBacklog(Destination destination, Pace pace) {
        return pace == Pace.STEADY ? (running(destination, pace) + inLine(destination, pace)) / 2 : 0;
    }

    static int concurrency(Destination destination) {
        return destination.policy().load().concurrency();
    }
}
