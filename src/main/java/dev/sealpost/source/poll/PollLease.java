package dev.sealpost.source.poll;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lease of one poll. Only one node polls at a time: others would read the same rows and could publish rows of one key out of
 * order. Not thread-safe.
 */
final class PollLease {

    private static final Logger LOG = LoggerFactory.getLogger(PollLease.class);
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final PollRows rows;
    private final String name;
    private final String holder;
    private final Duration lease;
    private final LongSupplier nanos;
    private boolean isHeld;
    private long renewAt;

    /** @param nanos monotonic clock such as {@link System#nanoTime} */
    PollLease(PollRows rows, String name, String holder, Duration lease, LongSupplier nanos) {
        this.rows = rows;
        this.name = name;
        this.holder = holder;
        this.lease = lease;
        this.nanos = nanos;
    }

    /** Returns the duration of the lease, which covers the pause after a round so that no other node polls in between. */
    static Duration lease(Duration interval) {
        return interval.plus(MARGIN);
    }

    /** Acquires or keeps the lease. Writes only after half of the lease, because a poll may run every second. */
    boolean acquire() {
        long now = nanos.getAsLong();
        if (!isHeld || now - renewAt >= 0) {
            isHeld = rows.take(name, holder, lease);
            renewAt = now + lease.dividedBy(2).toNanos();
        }
        return isHeld;
    }

    /** Renews the lease during a round. Close the result after the round. */
    Renewal renewed() {
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().name("sealpost-poll-lease-" + name).start(() -> {
            try {
                while (!over.await(lease.dividedBy(3).toMillis(), TimeUnit.MILLISECONDS) && renew()) {
                    LOG.debug("poll.lease-renewed poll={}", name);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return over::countDown;
    }

    private boolean renew() {
        try {
            return rows.take(name, holder, lease);
        } catch (RuntimeException | Error e) {
            LOG.warn("poll.lease-renewal-failed poll={} reason=\"{}\"", name, e.toString());
            return true;
        }
    }

    /** Renewal that ends on close. */
    interface Renewal extends AutoCloseable {

        @Override
        void close();
    }

    PollPosition position() {
        return rows.position(name);
    }

    /** Moves the cursor behind a page. Returns false if the lease is lost or the cursor was set meanwhile. */
    boolean move(PollPosition from, RoundResult.Read page) {
        return kept(rows.move(name, holder, from, page));
    }

    /** Records that the end of the list is reached. Returns false as {@link #move}. */
    boolean catchUp(PollPosition from) {
        return kept(rows.catchUp(name, holder, from));
    }

    private boolean kept(boolean written) {
        if (!written) {
            isHeld = false;
        }
        return written;
    }

    void release() {
        if (isHeld) {
            isHeld = false;
            rows.release(name, holder);
        }
    }
}
