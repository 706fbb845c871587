package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.QueueHead;
import java.util.List;
import java.util.Optional;

/** What an operator sees of the queues that events come from, and may take out of them while the node runs. */
public interface EventQueues {

    IntakeStatus status();

    /**
     * Looks at the queues that events are taken from.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    List<QueueView> queues();

    /**
     * Parks a message that is at the head of the queue or near it. False when it is not there.
     *
     * @throws BrokerUnavailableException when the broker does not answer, or the queue does not come to rest
     */
    boolean park(String queue, long messageId);

    /** Deletes it for good; otherwise as {@link #park}. */
    boolean delete(String queue, long messageId);

    /**
     * A queue of events.
     *
     * @param head the first message that is not given out to a node; empty: there is none
     */
    record QueueView(String name, Optional<QueueHead> head) {}
}
