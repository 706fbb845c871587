package dev.sealpost.delivery;

import java.util.function.Consumer;

/** Asks for the end of rows that have expired while they waited. */
final class ExpiredRows implements Entry {

    /** Why such a delivery ended. */
    static final String REASON = "expired";

    private final int limit;
    private final Consumer<Integer> whenCommitted;
    private int ended;

    /**
     * @param limit rows at most
     * @param whenCommitted is told how many there were
     */
    ExpiredRows(int limit, Consumer<Integer> whenCommitted) {
        this.limit = limit;
        this.whenCommitted = whenCommitted;
    }

    int limit() {
        return limit;
    }

    /** So many were ended, in a transaction that may be repeated. */
    void ended(int rows) {
        ended = rows;
    }

    @Override
    public void committed() {
        whenCommitted.accept(ended);
    }
}
