package dev.sealpost.source;

import java.util.concurrent.atomic.LongAdder;

/** Counts the rows of all outboxes since this node started. Safe for many threads. */
public final class OutboxMetrics {

    private final LongAdder published = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void add(int publishedNow, int refusedNow) {
        published.add(publishedNow);
        refused.add(refusedNow);
    }

    /** Rows that became events, repeats included. */
    public long published() {
        return published.sum();
    }

    /** Rows that cannot become events; the reason is in the row. */
    public long refused() {
        return refused.sum();
    }
}
