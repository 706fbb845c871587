package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.QueueHead;
import java.util.List;
import java.util.Optional;

/** Operator access to the event queues of a running node. */
public interface EventQueues {

    IntakeStatus status();

    /**
     * Returns the event queues; of the shards of an embedded broker, those with a message that no node has taken.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    List<QueueView> queues();

    /**
     * Parks a message at or near the head of the queue. Returns false if it is not found.
     *
     * @param queue name of a queue; {@code events} stands for its shards, too
     * @throws BrokerUnavailableException when the broker does not answer, or the queue keeps unacknowledged messages
     */
    boolean park(String queue, long messageId);

    /** Deletes a message permanently; otherwise like {@link #park}. */
    boolean delete(String queue, long messageId);

    /**
     * A queue of events.
     *
     * @param head the first message not delivered to a consumer, if any
     */
    record QueueView(String name, Optional<QueueHead> head) {}
}
