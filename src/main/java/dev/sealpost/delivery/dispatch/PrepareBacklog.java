package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Writes;
import dev.sealpost.delivery.record.DueRows;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes over the rows of an earlier run of this node before deliveries start. */
final class PrepareBacklog {

    private final Backlog backlog;
    private final Writes writes;
    private final JdbcClient reads;
    private final boolean isAlone;

    /** @param isAlone whether no other node can hold leases in this database */
    PrepareBacklog(Backlog backlog, Writes writes, JdbcClient reads, boolean isAlone) {
        this.backlog = backlog;
        this.writes = writes;
        this.reads = reads;
        this.isAlone = isAlone;
    }

    void run() {
        if (isAlone) {
            writes.write(DueRows::endAllLeases);
        }
        backlog.refresh(reads);
        backlog.loadSlots(reads);
    }
}
