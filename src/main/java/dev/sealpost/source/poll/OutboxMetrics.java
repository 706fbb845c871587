package dev.sealpost.source.poll;

import java.util.concurrent.atomic.LongAdder;

/** Counts the rows of all outboxes since this node started. Safe for many threads. */
public final class OutboxMetrics {

    private final LongAdder published = new LongAdder();
    private final LongAdder refused = new LongAdder();

    void add(int publishedNow, int refusedNow) {
        published.add(publishedNow);
        refused.add(refusedNow);
    }

    /** Rows published as events, including repeats. */
    public long published() {
        return published.sum();
    }

    /** Rows refused; the reason is stored in the row. */
    public long refused() {
        return refused.sum();
    }
}
