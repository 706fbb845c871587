package dev.sealpost.source;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Tells whether a webhook comes after a newer one about the same thing. Its version is remembered before its event is published,
 * and no other about the same thing is published by this node in between: so an event that is not older than all before it is
 * also behind them in the queue. When the event cannot be published after all, the provider sends it again, and it is let in: it
 * is as new as what is remembered.
 */
public final class KeepOrder {

    private static final int LOCKS = 64;

    private final NewestVersions versions;
    private final ReentrantLock[] locks =
            IntStream.range(0, LOCKS).mapToObj(number -> new ReentrantLock()).toArray(ReentrantLock[]::new);

    KeepOrder(NewestVersions versions) {
        this.versions = versions;
    }

    /** Whose turn it is. */
    public enum Turn {
        /** None that is newer has come, or that cannot be told. */
        NEWEST,
        /** A newer one has come. */
        OLDER
    }

    /**
     * Runs the step for an event of a source.
     *
     * @throws dev.sealpost.database.DatabaseUnavailableException when a source is asked to keep the order and its turn cannot be
     *     told now
     */
    public void inTurn(Source source, InboundEvent draft, Consumer<Turn> step) {
        if (!source.handling().keepsOrder() || draft.place().isEmpty()) {
            step.accept(Turn.NEWEST);
            return;
        }
        InboundEvent.Place place = draft.place().get();
        ReentrantLock lock =
                locks[Math.floorMod(source.name().hashCode() + place.key().hashCode(), LOCKS)];
        lock.lock();
        try {
            step.accept(versions.remember(source.name(), place) ? Turn.NEWEST : Turn.OLDER);
        } finally {
            lock.unlock();
        }
    }
}
