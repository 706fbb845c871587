package dev.sealpost.delivery.dispatch;

import java.util.List;
import java.util.function.IntSupplier;

/**
 * Keeps the last quarter of the permits for queues that hold less than an equal share of the events in this node, so that an
 * event of another application finds room although one application floods the node.
 */
final class FairShare {

    private final IntSupplier inFlight;
    private final int limit;
    private boolean tight;
    private long total;
    private int holders;

    /**
     * @param inFlight counts the permits in use
     * @param permits all permits
     */
    FairShare(IntSupplier inFlight, int permits) {
        this.inFlight = inFlight;
        this.limit = permits - permits / 4;
    }

    /** Takes note of what each queue holds. */
    void observe(List<QueueReader> readers) {
        tight = readers.size() > 1 && inFlight.getAsInt() > limit;
        if (tight) {
            total = 0;
            holders = 0;
            for (QueueReader reader : readers) {
                int held = reader.outstanding();
                total += held;
                holders += held > 0 ? 1 : 0;
            }
        }
    }

    /** Returns whether the queue may give one more event to this node. */
    boolean allows(QueueReader reader) {
        return !tight || (long) reader.outstanding() * (holders + 1) <= total;
    }
}
