package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.OpenQueue;

/** A queue of the broker. */
interface QueueSource {

    /**
     * Opens a consumer; called again after a consumer was closed.
     *
     * @param oneByOne whether to disable prefetching
     * @throws BrokerUnavailableException when the queue cannot be read now
     */
    OpenQueue open(boolean oneByOne);

    /** Moves the head of the queue to the dead letter address and parks a description of it. */
    void setHeadAside();

    /** Returns the status to report to. */
    IntakeStatus status();

    String name();

    /**
     * Counts the messages in the queue.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    long count();

    /**
     * Returns whether the queue holds messages that were delivered to no consumer and could be.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    boolean hasUndelivered();
}
