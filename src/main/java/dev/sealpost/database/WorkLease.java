package dev.sealpost.database;

import java.time.Duration;

/**
 * The lease of one node on work in the background. Short, so that a dead node delays nobody, and renewed while the node works.
 */
public final class WorkLease {

    static final Duration LENGTH = Duration.ofMinutes(5);

    private static final Leases.Table UPKEEP =
            new Leases.Table("upkeep", "name", "holder", "held_until", "TRUE", Duration.ofDays(1));

    private final LeaseHolder node;
    private final Leases leases;
    private final Writes writes;
    private final String work;
    private long renewAt;
    private boolean isLost;

    public WorkLease(LeaseHolder node, Writes writes, String work) {
        this.node = node;
        this.leases = new Leases(UPKEEP, node);
        this.writes = writes;
        this.work = work;
    }

    /** Takes the lease, or renews it. Returns false while another node has it. */
    public boolean take() {
        isLost = !writes.write(sql -> {
            WorkProgress.addRow(sql, work);
            return leases.take(sql, work, node.name(), LENGTH);
        });
        renewAt = System.nanoTime() + LENGTH.dividedBy(3).toNanos();
        return !isLost;
    }

    /** Returns whether to continue, between two steps of the work: false when the node stops or has renewed too late. */
    public boolean goesOn() {
        if (System.nanoTime() - renewAt >= 0 && !isLost) {
            take();
        }
        return !isLost && !Thread.currentThread().isInterrupted();
    }

    /** Ends the lease, so that other nodes can take it. */
    public void end() {
        writes.write(sql -> leases.end(sql, work, node.name()));
    }
}
