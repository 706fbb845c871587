package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps one application from filling the database with what waits. It counts now and then and not for every event, so an
 * application may pass its quota by what it publishes in between. Thread-safe.
 */
public final class BacklogQuota {

    /** Counting takes at most this share of the time. */
    private static final int REST = 20;

    private static final String COUNT =
            "SELECT application_id FROM due_delivery GROUP BY application_id HAVING COUNT(*) >= ?";

    private final QuotaSettings settings;
    private volatile Set<ApplicationId> full = Set.of();
    private final LongAdder refused = new LongAdder();
    private volatile long restUntil = System.nanoTime();

    public BacklogQuota(QuotaSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks that not too much waits for this application.
     *
     * @throws BacklogFullException when so much waits for this application that it has to wait itself
     */
    public void check(ApplicationId application) {
        if (full.contains(application)) {
            refused.increment();
            throw new BacklogFullException(
                    "at least " + settings.waitingDeliveries()
                            + " deliveries of this application wait; try again later",
                    settings.retryAfter());
        }
    }

    /** Events refused since this node started. */
    public long refused() {
        return refused.sum();
    }

    /** Counts, where there is a quota and it has rested long enough. */
    public void count(JdbcClient reads) {
        long start = System.nanoTime();
        if (settings.waitingDeliveries() == 0 || start - restUntil < 0) {
            return;
        }
        full = Set.copyOf(new HashSet<>(reads.sql(COUNT)
                .param(settings.waitingDeliveries())
                .query((row, number) -> new ApplicationId(row.getString("application_id")))
                .list()));
        long end = System.nanoTime();
        restUntil = end + REST * (end - start);
    }
}
