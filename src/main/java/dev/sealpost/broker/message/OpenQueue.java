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

    /** Returns whether all messages are acknowledged, except those waiting to be requeued. */
    default boolean isDrained() {
        return true;
    }

    @Override
    default void close() {}
}
