package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Ends deliveries that expired in their rows, in small pages, regardless of the state of their destination. */
final class SweepExpired {

    private static final Logger LOG = LoggerFactory.getLogger(SweepExpired.class);

    /** Rows per transaction, which takes a few milliseconds. */
    private static final int PAGE = 200;

    private static final String ANY =
            "SELECT COUNT(*) FROM (SELECT 1 FROM due_delivery WHERE expires_at <= ? LIMIT 1) AS any_row";

    private final JdbcClient reads;
    private final Recording recorder;
    private final Clock clock;
    private final AtomicBoolean requested = new AtomicBoolean();

    SweepExpired(JdbcClient reads, Recording recorder, Clock clock) {
        this.reads = reads;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** Requests a page if a row has expired. Called by one thread. */
    void run() {
        if (!requested.get() && recorder.isAvailable() && isAnyExpired()) {
            requested.set(true);
            request();
        }
    }

    private boolean isAnyExpired() {
        return reads.sql(ANY).param(clock.millis()).query(Long.class).single() > 0;
    }

    private void request() {
        recorder.submit(new Entry.ExpiredRows(PAGE));
    }

    /** Records the result of a page, and requests the next one if it was full. */
    void ended(int rows) {
        if (rows > 0) {
            LOG.info("delivery.expired deliveries={}", rows);
        }
        if (rows == PAGE) {
            request();
        } else {
            requested.set(false);
        }
    }
}
