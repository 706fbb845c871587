package dev.sealpost.broker.message;

import java.time.Duration;

/** Access of this node to a broker: through a client connection, or inside the process of an embedded broker. */
public interface BrokerAccess extends AutoCloseable {

    /** Maximum number of bytes that the broker delivers ahead of their consumption. */
    int CONSUMER_WINDOW = 1024 * 1024;

    /**
     * Returns a sender that opens what it needs with its first message, and again after a loss.
     */
    Sender sender();

    /**
     * Opens a consumer of the queue. Once it throws it is unusable: close it and open another.
     *
     * @param prefetch how far the broker delivers ahead
     * @param pause before a message that could not be processed is requeued
     * @throws BrokerUnavailableException when the broker is not available or the queue cannot be read
     */
    MessageConsumer consume(String queue, Prefetch prefetch, Duration pause);

    /**
     * Iterates over the queue from its head, message by message.
     *
     * @param browseOnly whether the queue keeps the messages, acknowledged or not
     * @throws BrokerUnavailableException when the broker is not available or the queue cannot be read
     */
    QueueWalk walk(String queue, boolean browseOnly);

    /** Closes all senders and consumers. */
    @Override
    void close();

    /** How far the broker delivers ahead. */
    enum Prefetch {
        /** Up to {@link #CONSUMER_WINDOW}. */
        WINDOW,
        /** The next message only when it is asked for, so that a message that ends the consumer is the next of the queue. */
        NONE
    }
}
