package dev.sealpost.broker;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;

/** This node's connections to the broker: a few, kept for as long as the node runs, and opened again when they end. */
public final class BrokerClient implements AutoCloseable {

    private static final int SENDERS = 2;
    private static final int ONE_AT_A_TIME = 0;
    private static final int ANY_RATE = -1;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final Broker broker;
    private final BrokerSessions lines;
    private final List<MessageSender> senders;
    private final Duration sendTimeout;
    private final Spooling spooling;
    private final Set<BrokerSession> consuming = ConcurrentHashMap.newKeySet();

    private BrokerClient(Broker broker, Duration sendTimeout, Spooling spooling) {
        this.spooling = spooling;
        this.broker = broker;
        this.lines = switch (broker) {
            case EmbeddedBroker embedded -> embedded.lines();
            case ExternalBroker external -> external.lines();
        };
        this.sendTimeout = sendTimeout;
        this.senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> new MessageSender(this::openToSend))
                .toList();
    }

    /**
     * @param spooling where messages go for a moment that are too large for memory
     * @throws BrokerUnavailableException when the broker does not let it in
     */
    static BrokerClient connect(Broker broker, Duration sendTimeout, Spooling spooling) {
        BrokerClient client = new BrokerClient(broker, sendTimeout, spooling);
        client.senders.forEach(MessageSender::open);
        return client;
    }

    private BrokerSession openToSend() {
        requireActive();
        return lines.openToSend();
    }

    /** Costs nothing, while opening a line to a broker that is away takes its time. */
    private void requireActive() {
        if (!broker.isActive()) {
            throw new BrokerUnavailableException("The broker is away", null);
        }
    }

    /**
     * Sends to the address and returns once the journal is synced.
     *
     * @throws BrokerUnavailableException when that is not known within the send timeout; the message may be kept or not
     */
    public void send(String address, OutgoingMessage message) {
        send(address, List.of(message));
    }

    /**
     * Sends all of them in this order and returns once the journal is synced. Where it throws, some may be kept.
     *
     * @throws BrokerUnavailableException when that is not known within the send timeout
     */
    public void send(String address, List<OutgoingMessage> messages) {
        int sender = (int) (Thread.currentThread().threadId() % senders.size());
        senders.get(sender).send(address, messages, sendTimeout);
        // Artemis confirms a large message although its file could not be written (seen on a full disk). By then it has
        // said that its disk failed, so such a confirmation is not believed.
        requireActive();
    }

    /** Whether other nodes may read from the broker too. */
    public boolean isShared() {
        return broker.isShared();
    }

    /** The queues that events come from. */
    public List<String> eventQueues() {
        return broker.eventQueues();
    }

    /**
     * A consumer of this queue. Once it throws it is of no use any more: close it and ask for another.
     *
     * @throws BrokerUnavailableException when the broker is away or the queue cannot be read
     */
    public MessageConsumer consume(String queue) {
        return consume(queue, FIRST_PAUSE);
    }

    /**
     * A consumer that the broker gives one message at a time and only when it is asked for, so that the message at which it ends
     * is the next one.
     *
     * @throws BrokerUnavailableException when the broker is away or the queue cannot be read
     */
    public MessageConsumer consumeOneByOne(String queue) {
        return consume(queue, FIRST_PAUSE, ONE_AT_A_TIME);
    }

    /** @param pause before a message that could not be dealt with goes back to the broker */
    MessageConsumer consume(String queue, Duration pause) {
        return consume(queue, pause, BrokerSessions.CONSUMER_WINDOW);
    }

    private MessageConsumer consume(String queue, Duration pause, int window) {
        requireActive();
        BrokerSession line = lines.open();
        try {
            // A broker that fails over the first message ends the consumer at once, and the client forgets that where
            // it comes
            // before the answer that the consumer is there. So nothing is given out until then.
            line.session().stop();
            ClientConsumer opened =
                    line.session().createConsumer(SimpleString.of(queue), null, window, ANY_RATE, false);
            line.session().start();
            MessageConsumer consumer = new MessageConsumer(line, opened, spooling, pause);
            consuming.removeIf(BrokerSession::isLost);
            consuming.add(line);
            return consumer;
        } catch (ActiveMQException e) {
            line.close();
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Looks at what is in the queue, from its head, and changes nothing. */
    public QueueWalk browse(String queue) {
        return walk(queue, true);
    }

    /** Takes what is in the queue, from its head, message by message. */
    public QueueWalk walk(String queue) {
        return walk(queue, false);
    }

    private QueueWalk walk(String queue, boolean browseOnly) {
        requireActive();
        BrokerSession line = lines.open();
        try {
            return new QueueWalk(
                    line,
                    line.session().createConsumer(SimpleString.of(queue), null, ONE_AT_A_TIME, ANY_RATE, browseOnly),
                    spooling);
        } catch (ActiveMQException e) {
            line.close();
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The name that message ids are unique under. */
    public String nodeId() {
        return broker.nodeId();
    }

    /**
     * The message that the broker would give out next, other than those it has given out.
     *
     * @throws BrokerUnavailableException when the broker does not say
     */
    public Optional<QueueHead> head(String queue) {
        return broker.head(queue);
    }

    /**
     * Takes a message out of a queue that nobody is reading it from. False when it is not there.
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
