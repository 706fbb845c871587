package dev.sealpost.api.message;

import dev.sealpost.application.ApplicationId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Limits the event rate and burst of each application. A token bucket is stored as the time at which it will be full
 * again (generic cell rate algorithm, ITU-T I.371 annex A): one number, without a lock.
 */
public final class IngestLimit {

    /** Number of buckets above which full ones are removed, since they equal new ones. */
    private static final int MANY = 10_000;

    private final long interval;
    private final long tolerance;
    private final LongSupplier nanoTime;
    private final Map<ApplicationId, AtomicLong> fullAt = new ConcurrentHashMap<>();

    /**
     * @param rate events per second; 0: no limit
     * @param burst maximum burst of events
     * @param nanoTime such as {@link System#nanoTime}; a wall clock that is set back would refuse all events
     */
    public IngestLimit(int rate, int burst, LongSupplier nanoTime) {
        this.interval = rate == 0 ? 0 : TimeUnit.SECONDS.toNanos(1) / rate;
        this.tolerance = interval * burst;
        this.nanoTime = nanoTime;
    }

    /** Counts an event, or returns the time until one is allowed and counts nothing. */
    Optional<Duration> waitFor(ApplicationId application) {
        if (interval == 0) {
            return Optional.empty();
        }
        long now = nanoTime.getAsLong();
        AtomicLong bucket = bucket(application, now);
        while (true) {
            long full = bucket.get();
            long next = (full - now > 0 ? full : now) + interval;
            long excess = next - now - tolerance;
            if (excess > 0) {
                return Optional.of(Duration.ofNanos(excess));
            }
            if (bucket.compareAndSet(full, next)) {
                return Optional.empty();
            }
        }
    }

    private AtomicLong bucket(ApplicationId application, long now) {
        AtomicLong known = fullAt.get(application);
        if (known != null) {
            return known;
        }
        if (fullAt.size() >= MANY) {
            fullAt.values().removeIf(full -> full.get() - now <= 0);
        }
        return fullAt.computeIfAbsent(application, first -> new AtomicLong(now));
    }

    /** Number of buckets. */
    int size() {
        return fullAt.size();
    }
}
