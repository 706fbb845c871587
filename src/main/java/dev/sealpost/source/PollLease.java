package dev.sealpost.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One poller's turn at one poll. Of all nodes one polls at a time: the others would read the same again, and could bring rows
 * of one key out of order. Used by one thread.
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

    /** @param nanos such as {@link System#nanoTime}, which nobody sets */
    PollLease(PollRows rows, String name, String holder, Duration lease, LongSupplier nanos) {
        this.rows = rows;
        this.name = name;
        this.holder = holder;
        this.lease = lease;
        this.nanos = nanos;
    }

    /** It lasts over the pause after a round: another node would not wait for that pause, and poll in between. */
    static Duration lease(Duration interval) {
        return interval.plus(MARGIN);
    }

    /** Takes the turn or keeps it. A write only where half of the lease is over: a poll may run every second. */
    boolean isMine() {
        long now = nanos.getAsLong();
        if (!isHeld || now - renewAt >= 0) {
            isHeld = rows.take(name, holder, lease);
            renewAt = now + lease.dividedBy(2).toNanos();
        }
        return isHeld;
    }

    /** Keeps the turn while a round takes its time. To be closed after the round. */
    Renewal renewed() {
        CountDownLatch over = new CountDownLatch(1);
        Thread.ofVirtual().name("sealpost-turn-" + name).start(() -> {
            try {
                while (!over.await(lease.dividedBy(3).toMillis(), TimeUnit.MILLISECONDS) && renew()) {
                    LOG.debug("poll.turn-renewed poll={}", name);
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
            LOG.warn("poll.turn-not-renewed poll={} reason=\"{}\"", name, e.toString());
            return true;
        }
    }

    /** Ends with the round. */
    interface Renewal extends AutoCloseable {

        @Override
        void close();
    }

    Optional<String> reached() {
        return rows.reached(name);
    }

    /** False when it is not this poller's turn any more. */
    boolean move(Optional<String> from, String to) {
        boolean moved = rows.move(name, holder, from, to);
        if (!moved) {
            isHeld = false;
        }
        return moved;
    }

    void giveBack() {
        if (isHeld) {
            isHeld = false;
            rows.giveBack(name, holder);
        }
    }
}
