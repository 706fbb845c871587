package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerSession;
import dev.sealpost.broker.message.BrokerSessions;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.MessageSender;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.QueueWalk;
import dev.sealpost.broker.message.Spooling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;

/** Connections of this node to the broker. A few are kept open while the node runs, and reopened when they fail. */
public final class BrokerClient implements AutoCloseable {

    private static final int SENDERS = 2;
    private static final int ONE_AT_A_TIME = 0;
    private static final int ANY_RATE = -1;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final Broker broker;
    private final BrokerSessions sessions;
    private final List<MessageSender> senders;
    private final Duration sendTimeout;
    private final Spooling spooling;
    private final Set<BrokerSession> consuming = ConcurrentHashMap.newKeySet();

    private BrokerClient(Broker broker, Duration sendTimeout, Spooling spooling) {
        this.spooling = spooling;
        this.broker = broker;
        this.sessions = switch (broker) {
            case EmbeddedBroker embedded -> embedded.sessions();
            case ExternalBroker external -> external.sessions();
        };
        this.sendTimeout = sendTimeout;
        this.senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> new MessageSender(this::openToSend))
                .toList();
    }

    /**
     * @param spooling temporary storage of messages too large for memory
     * @throws BrokerUnavailableException when the broker cannot be reached or rejects the login
     */
    static BrokerClient connect(Broker broker, Duration sendTimeout, Spooling spooling) {
        BrokerClient client = new BrokerClient(broker, sendTimeout, spooling);
        client.senders.forEach(MessageSender::open);
        return client;
    }

    private BrokerSession openToSend() {
        requireActive();
        return sessions.openToSend();
    }

    /** Fails fast: connecting to an unavailable broker takes long. */
    private void requireActive() {
        if (!broker.isActive()) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
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
        requireActive();
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
        return consume(queue, FIRST_PAUSE, ONE_AT_A_TIME);
    }

    /**
     * @param pause before a message that could not be processed is requeued
     */
    MessageConsumer consume(String queue, Duration pause) {
        return consume(queue, pause, BrokerSessions.CONSUMER_WINDOW);
    }

    private MessageConsumer consume(String queue, Duration pause, int window) {
        requireActive();
        BrokerSession session = sessions.open();
        try {
            // A broker that fails on the first message closes the consumer at once. The client misses that if it
            // arrives before the consumer is confirmed, so delivery starts after the confirmation.
            session.client().stop();
            ClientConsumer opened =
                    session.client().createConsumer(SimpleString.of(queue), null, window, ANY_RATE, false);
            session.client().start();
            MessageConsumer consumer = new MessageConsumer(session, opened, spooling, pause);
            consuming.removeIf(BrokerSession::isLost);
            consuming.add(session);
            return consumer;
        } catch (ActiveMQException e) {
            session.close();
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Browses the queue from its head without changing it. */
    public QueueWalk browse(String queue) {
        return walk(queue, true);
    }

    /** Consumes the queue from its head, message by message. */
    public QueueWalk walk(String queue) {
        return walk(queue, false);
    }

    private QueueWalk walk(String queue, boolean browseOnly) {
        requireActive();
        BrokerSession session = sessions.open();
        try {
            return new QueueWalk(
                    session,
                    session.client().createConsumer(SimpleString.of(queue), null, ONE_AT_A_TIME, ANY_RATE, browseOnly),
                    spooling);
        } catch (ActiveMQException e) {
            session.close();
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
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
        senders.forEach(MessageSender::close);
        consuming.forEach(BrokerSession::close);
    }
}
