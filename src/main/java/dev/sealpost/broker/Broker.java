package dev.sealpost.broker;

import java.util.List;
import java.util.Optional;

/** Apache Artemis, in this process or elsewhere. */
public sealed interface Broker extends Disk permits EmbeddedBroker, ExternalBroker {

    /** The name that message ids are unique under. */
    String nodeId();

    /** Whether other nodes may read from it too. */
    boolean isShared();

    /** The queues that events come from. */
    List<String> eventQueues();

    /** Whether it takes and gives messages. */
    boolean isActive();

    /**
     * Messages in the queue, given out and not yet acknowledged ones too.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    long count(String queue);

    /**
     * The first message of the queue; empty when there is none.
     *
     * @throws BrokerUnavailableException when the broker does not say
     */
    Optional<QueueHead> head(String queue);

    /**
     * Removes a message; false when the queue does not have it.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    boolean remove(String queue, long messageId);

    /**
     * Moves a message to {@code events.dead}; false when the queue does not have it.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    boolean moveToDead(String queue, long messageId);
}
