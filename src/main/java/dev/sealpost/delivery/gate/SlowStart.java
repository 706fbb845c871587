package dev.sealpost.delivery.gate;

/** Concurrency limit after a closure: two at first, one more with each success, half after a failure. Guarded by the gate. */
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

    /** @param concurrency limit at which the slow start ends */
    void ended(boolean succeeded, int concurrency) {
        if (!isOver()) {
            limit = succeeded ? limit + 1 : Math.max(1, limit / 2);
            if (limit >= concurrency) {
                limit = Integer.MAX_VALUE;
            }
        }
    }
}
