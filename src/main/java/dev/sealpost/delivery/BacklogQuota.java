package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Limits the number of deliveries of one application that wait in the database. Counts periodically, not per event, so an
 * application can exceed its quota by what it publishes between two counts. Thread-safe.
 */
@Component
public final class BacklogQuota {

    /** Pause after a count, as a multiple of its duration. */
    private static final int PAUSE_FACTOR = 20;

    private static final String COUNT =
            "SELECT application_id FROM due_delivery GROUP BY application_id HAVING COUNT(*) >= ?";

    private final QuotaSettings settings;
    private volatile Set<ApplicationId> full = Set.of();
    private final LongAdder refused = new LongAdder();
    private volatile long pausedUntil = System.nanoTime();

    public BacklogQuota(QuotaSettings settings) {
        this.settings = settings;
    }

    /**
     * Checks the quota of an application.
     *
     * @throws BacklogFullException when the application has reached its quota
     */
    public void check(ApplicationId application) {
        if (full.contains(application)) {
            refused.increment();
            throw new BacklogFullException(
                    "at least " + settings.waitingDeliveries()
                            + " deliveries of this application are waiting; retry later",
                    settings.retryAfter());
        }
    }

    /** Returns the number of events refused since this node started. */
    public long refused() {
        return refused.sum();
    }

    /** Counts the waiting deliveries if a quota is set and the pause is over. */
    public void count(JdbcClient reads) {
        long start = System.nanoTime();
        if (settings.waitingDeliveries() == 0 || start - pausedUntil < 0) {
            return;
        }
        full = Set.copyOf(new HashSet<>(reads.sql(COUNT)
                .param(settings.waitingDeliveries())
                .query((row, number) -> new ApplicationId(row.getString("application_id")))
                .list()));
        long end = System.nanoTime();
        pausedUntil = end + PAUSE_FACTOR * (end - start);
    }
}
