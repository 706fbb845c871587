package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.gate.Gate;
import java.util.List;

/**
 * Keeps the last quarter of the permits for queues that hold less than an equal share of the events in this node, so that an
 * event of another application finds room although one application floods the node.
 */
final class FairShare {

    private final Gate gate;
    private final int limit;
    private boolean tight;
    private long total;
    private int holders;

    /** @param permits permits of the gate */
    FairShare(Gate gate, int permits) {
        this.gate = gate;
        this.limit = permits - permits / 4;
    }

    /** Takes note of what each queue holds. */
    void observe(List<QueueReader> readers) {
        tight = readers.size() > 1 && gate.inFlight() > limit;
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
