package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Writes;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.record.DueRows;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the clock by which rows are due, and makes good what setting it back does: rows keep the time that was left to them.
 * Where nodes share the database, one of them does that ({@link LiveNodes}). Set forward, it makes rows due; nothing is made good.
 */
final class FollowDatabaseClock {

    /** How often to look: for so long rows are written by the time before. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FollowDatabaseClock.class);

    private final RowClock rows;
    private final LongSupplier database;
    private final Writes writes;
    private final Backlog backlog;
    private final boolean isAlone;

    /**
     * @param database what the database's clock says, in milliseconds since 1970
     * @param isAlone whether no other node shares the database
     */
    FollowDatabaseClock(RowClock rows, LongSupplier database, Writes writes, Backlog backlog, boolean isAlone) {
        this.rows = rows;
        this.database = database;
        this.writes = writes;
        this.backlog = backlog;
        this.isAlone = isAlone;
    }

    /** Called by one thread. When it fails, the next look does all of it. */
    void look() {
        long now = database.getAsLong();
        Duration back = rows.setBack(now);
        if (isAlone && !back.isZero()) {
            int brought = writes.write(sql -> DueRows.bringForward(sql, now, back));
            backlog.bringForward(back);
            LOG.warn("clock.set-back seconds={} deliveries={}", back.toSeconds(), brought);
        }
        rows.follow(now);
    }
}
