package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Optional;

/** Open consumer of a queue. */
public interface OpenQueue extends AutoCloseable {

    /**
     * Returns the next message, or empty after the wait.
     *
     * @throws ConsumerEndedException when an active broker closed this consumer, as it does when it fails on the next
     *     message
     * @throws BrokerUnavailableException when the connection is lost; prefetched messages are dropped here and
     *     redelivered to a consumer
     */
    Optional<ReceivedMessage> receive(Duration wait);

    /** Returns whether {@link #receive} would return or throw at once. May be false shortly after a message has arrived. */
    default boolean isReady() {
        return true;
    }

    /**
     * Sets the action to run when a message arrives, on a thread of the broker.
     *
     * @return whether the action will be run; otherwise the caller has to poll
     */
    default boolean whenArrived(Runnable action) {
        return false;
    }

    /** Counts the received messages that are neither acknowledged nor waiting to be requeued. */
    default int outstanding() {
        return 0;
    }

    /** Returns whether all messages are acknowledged, except those waiting to be requeued. */
    default boolean isDrained() {
        return true;
    }

    @Override
    default void close() {}
}
