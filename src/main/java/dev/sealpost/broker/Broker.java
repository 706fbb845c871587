package dev.sealpost.broker;

import dev.sealpost.broker.message.BrokerAccess;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.Spooling;
import java.util.List;
import java.util.Optional;

/** Apache Artemis broker, embedded or external. */
public sealed interface Broker extends Disk permits EmbeddedBroker, ExternalBroker {

    /**
     * Returns the access of this node, without opening anything.
     *
     * @param spooling temporary storage of messages too large for memory
     */
    BrokerAccess access(Spooling spooling);

    /** Id of the broker; message ids are unique within it. */
    String nodeId();

    /** Returns whether other nodes may consume from it too. */
    boolean isShared();

    /** Queues to consume events from. */
    List<String> eventQueues();

    /** Returns whether the broker accepts and delivers messages. */
    boolean isActive();

    /**
     * Counts the messages in the queue, including delivered ones that are not yet acknowledged.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    long count(String queue);

    /**
     * Returns whether the queue holds messages that were delivered to no consumer and could be.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    boolean hasUndelivered(String queue);

    /**
     * Returns the first message of the queue; empty if the queue is.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    Optional<QueueHead> head(String queue);

    /**
     * Removes a message; returns false if it is not in the queue.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    boolean remove(String queue, long messageId);

    /**
     * Moves a message to {@code events.dead}; returns false if it is not in the queue.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    boolean moveToDead(String queue, long messageId);
}
