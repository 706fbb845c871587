package dev.sealpost.delivery.gate;

/**
 * How many attempts at a time a destination gets that was shut: a few at first, one more with each success, fewer after a
 * failure. Guarded by the gate.
 */
final class SlowStart {

    private static final int FIRST = 2;

    private int limit = Integer.MAX_VALUE;

    void begin() {
        limit = FIRST;
    }

    boolean isOver() {
        return limit == Integer.MAX_VALUE;
    }

    int limit() {
        return limit;
    }

    /** @param concurrency what the destination gets at the end of it */
    void ended(boolean succeeded, int concurrency) {
        if (!isOver()) {
            limit = succeeded ? limit + 1 : Math.max(1, limit / 2);
            if (limit >= concurrency) {
                limit = Integer.MAX_VALUE;
            }
        }
    }
}
