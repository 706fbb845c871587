package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerAccess;
import dev.sealpost.broker.message.BrokerAccess.Prefetch;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.QueueWalk;
import dev.sealpost.broker.message.Sender;
import dev.sealpost.broker.message.Spooling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Connections of this node to the broker. A few are kept open while the node runs, and reopened when they fail. */
public final class BrokerClient implements AutoCloseable {

    private static final int SENDERS = 2;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final Broker broker;
    private final BrokerAccess access;
    private final List<Sender> senders;
    private final Duration sendTimeout;

    private BrokerClient(Broker broker, BrokerAccess access, Duration sendTimeout) {
        this.broker = broker;
        this.access = access;
        this.sendTimeout = sendTimeout;
        this.senders = Stream.generate(access::sender).limit(SENDERS).toList();
    }

    /**
     * @param spooling temporary storage of messages too large for memory
     * @throws BrokerUnavailableException when the broker cannot be reached or rejects the login
     */
    static BrokerClient connect(Broker broker, Duration sendTimeout, Spooling spooling) {
        return connect(broker, broker.access(spooling), sendTimeout);
    }

    static BrokerClient connect(Broker broker, BrokerAccess access, Duration sendTimeout) {
        BrokerClient client = new BrokerClient(broker, access, sendTimeout);
        client.senders.forEach(Sender::open);
        return client;
    }

    /**
     * Sends to the address and returns once the journal is synced.
     *
     * @throws BrokerUnavailableException when the broker does not confirm within the send timeout; it may or may not
     *     have stored the message
     */
    public void send(String address, OutgoingMessage message) {
        send(address, List.of(message));
    }

    /**
     * Sends the messages in order and returns once the journal is synced. Some may be stored even if this throws.
     *
     * @throws BrokerUnavailableException when the broker does not confirm within the send timeout
     */
    public void send(String address, List<OutgoingMessage> messages) {
        int sender = (int) (Thread.currentThread().threadId() % senders.size());
        senders.get(sender).send(address, messages, sendTimeout);
        // Artemis confirms a large message even if its file could not be written (seen on a full disk). It has reported
        // the disk failure by then, so check before trusting the confirmation.
        if (!broker.isActive()) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
    }

    /** Returns whether other nodes may consume from the broker too. */
    public boolean isShared() {
        return broker.isShared();
    }

    /** Queues to consume events from. */
    public List<String> eventQueues() {
        return broker.eventQueues();
    }

    /**
     * Opens a consumer of the queue. Once it throws it is unusable: close it and open another.
     *
     * @throws BrokerUnavailableException when the broker is not available or the queue cannot be read
     */
    public MessageConsumer consume(String queue) {
        return consume(queue, FIRST_PAUSE);
    }

    /**
     * Opens a consumer without prefetch, so that a message at which the broker ends it is the next one in the queue.
     *
     * @throws BrokerUnavailableException when the broker is not available or the queue cannot be read
     */
    public MessageConsumer consumeOneByOne(String queue) {
        return access.consume(queue, Prefetch.NONE, FIRST_PAUSE);
    }

    /**
     * @param pause before a message that could not be processed is requeued
     */
    MessageConsumer consume(String queue, Duration pause) {
        return access.consume(queue, Prefetch.WINDOW, pause);
    }

    /** Browses the queue from its head without changing it. */
    public QueueWalk browse(String queue) {
        return access.walk(queue, true);
    }

    /** Consumes the queue from its head, message by message. */
    public QueueWalk walk(String queue) {
        return access.walk(queue, false);
    }

    /** Creates a queue for the warm-up; empty for a broker that nodes share. */
    public Optional<ScratchQueue> scratchQueue() throws Exception {
        return broker instanceof EmbeddedBroker embedded
                ? Optional.of(new ScratchQueue(this, embedded.server()))
                : Optional.empty();
    }

    /** Id of the broker; message ids are unique within it. */
    public String nodeId() {
        return broker.nodeId();
    }

    /**
     * Returns the next message to be delivered, disregarding those already delivered.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    public Optional<QueueHead> head(String queue) {
        return broker.head(queue);
    }

    /**
     * Counts the messages in the queue, including delivered ones that are not yet acknowledged.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    public long count(String queue) {
        return broker.count(queue);
    }

    /**
     * Returns whether the queue holds messages that were delivered to no consumer and could be.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    public boolean hasUndelivered(String queue) {
        return broker.hasUndelivered(queue);
    }

    /**
     * Removes a message from a queue that has no consumer; returns false if it is not in the queue.
     *
     * @throws BrokerUnavailableException when the broker does not answer
     */
    public boolean remove(String queue, long messageId) {
        return broker.remove(queue, messageId);
    }

    /** Moves a message as it is to {@link Addresses#DEAD}; otherwise as {@link #remove}. */
    public boolean moveToDead(String queue, long messageId) {
        return broker.moveToDead(queue, messageId);
    }

    @Override
    public void close() {
        senders.forEach(Sender::close);
        access.close();
    }
}
