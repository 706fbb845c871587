package dev.sealpost.upkeep;

import dev.sealpost.database.Writes;
import java.time.Duration;

/** This node's turn at work in the background. Short, so that a node that dies holds nobody up, and renewed while it works. */
public final class WorkLease {

    static final Duration LENGTH = Duration.ofMinutes(5);

    private final UpkeepNode node;
    private final Writes writes;
    private final String work;
    private long renewAt;
    private boolean isLost;

    public WorkLease(UpkeepNode node, Writes writes, String work) {
        this.node = node;
        this.writes = writes;
        this.work = work;
    }

    /** False while another node has its turn. */
    public boolean take() {
        isLost = !writes.write(sql -> node.takeTurn(sql, work, LENGTH));
        renewAt = System.nanoTime() + LENGTH.dividedBy(3).toNanos();
        return !isLost;
    }

    /** To be asked between two steps of the work: whether to go on. Not when this node stops, or came too late to renew. */
    public boolean goesOn() {
        if (System.nanoTime() - renewAt >= 0 && !isLost) {
            take();
        }
        return !isLost && !Thread.currentThread().isInterrupted();
    }

    /** Lets others have theirs. */
    public void end() {
        writes.write(sql -> {
            node.endTurn(sql, work);
            return true;
        });
    }
}
