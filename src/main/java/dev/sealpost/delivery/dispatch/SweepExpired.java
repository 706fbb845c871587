package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.record.ExpiredRows;
import dev.sealpost.delivery.record.Recording;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ends deliveries that have expired in their rows, in small pages, whether or not their destination would take them. */
final class SweepExpired {

    private static final Logger LOG = LoggerFactory.getLogger(SweepExpired.class);

    /** Takes the writer a few milliseconds. */
    private static final int PAGE = 200;

    private static final String ANY =
            "SELECT COUNT(*) FROM (SELECT 1 FROM due_delivery WHERE expires_at <= ? LIMIT 1) AS any_row";

    private final JdbcClient reads;
    private final Recording recorder;
    private final Clock clock;
    private final AtomicBoolean asked = new AtomicBoolean();

    SweepExpired(JdbcClient reads, Recording recorder, Clock clock) {
        this.reads = reads;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Looks, and asks the recorder where there is something. Called by one thread. */
    void run() {
        if (!asked.get() && recorder.isAvailable() && isAnyExpired()) {
            asked.set(true);
            ask();
        }
    }

    private boolean isAnyExpired() {
        return reads.sql(ANY).param(clock.millis()).query(Long.class).single() > 0;
    }

    private void ask() {
        recorder.submit(new ExpiredRows(PAGE));
    }

    /** So many have ended; asks for more where there may be some. */
    void ended(int rows) {
        if (rows > 0) {
            LOG.info("delivery.expired deliveries={}", rows);
        }
        if (rows == PAGE) {
            ask();
        } else {
            asked.set(false);
        }
    }
}
