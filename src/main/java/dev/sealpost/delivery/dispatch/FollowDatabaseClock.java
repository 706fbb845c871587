package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Writes;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.record.DueRows;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Samples the row clock and compensates when it is set back: waiting rows keep their remaining time. Where nodes share the
 * database, one of them does this ({@link LiveNodes}). Setting the clock forward makes rows due and is not compensated.
 */
final class FollowDatabaseClock {

    /** Sampling interval: for this long, rows may be written with the old time. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(FollowDatabaseClock.class);

    private final RowClock rows;
    private final LongSupplier database;
    private final Writes writes;
    private final Backlog backlog;
    private final boolean isAlone;

    /**
     * @param database reads the database's clock, in milliseconds since 1970
     * @param isAlone whether no other node shares the database
     */
    FollowDatabaseClock(RowClock rows, LongSupplier database, Writes writes, Backlog backlog, boolean isAlone) {
        this.rows = rows;
        this.database = database;
        this.writes = writes;
        this.backlog = backlog;
        this.isAlone = isAlone;
    }

    /** Takes one sample; repeats everything after a failure. Called by one thread. */
    void run() {
        long now = database.getAsLong();
        Duration back = rows.setBack(now);
        if (isAlone && !back.isZero()) {
            int moved = writes.write(sql -> DueRows.bringForward(sql, now, back));
            backlog.bringForward(back);
            LOG.warn("clock.set-back seconds={} deliveries={}", back.toSeconds(), moved);
        }
        rows.follow(now);
    }
}
