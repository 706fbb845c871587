package dev.sealpost.source.webhook;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Detects a webhook that arrives after a newer one about the same object. The version is stored before the event is published,
 * and this node publishes no other event about the object in between; so the queue holds newer events behind older ones. If
 * publishing fails, the provider repeats the webhook, which is accepted because its version equals the stored one.
 */
public final class KeepOrder {

    private static final int LOCKS = 64;

    private final NewestVersions versions;
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(number -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    KeepOrder(NewestVersions versions) {
        this.versions = versions;
    }

    /** Recency of a webhook among those about the same object. */
    public enum Recency {
        /** No newer one has arrived, or the order is unknown. */
        NEWEST,
        /** A newer one has arrived. */
        OLDER
    }

    /**
     * Runs the step for an event of a source, one event per object at a time.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException if the source keeps the order and the database is unavailable
     */
    public void inOrder(Source source, InboundEvent event, Consumer<Recency> step) {
        if (!source.handling().keepsOrder() || event.place().isEmpty()) {
            step.accept(Recency.NEWEST);
            return;
        }
        InboundEvent.Place place = event.place().get();
        ReentrantLock lock =
                locks[Math.floorMod(source.name().hashCode() + place.key().hashCode(), LOCKS)];
        lock.lock();
        try {
            step.accept(versions.remember(source.name(), place) ? Recency.NEWEST : Recency.OLDER);
        } finally {
            lock.unlock();
        }
    }
}
