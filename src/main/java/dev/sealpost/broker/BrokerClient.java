package dev.sealpost.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;

/** This node's connections to the broker: a few, kept for as long as the node runs, and opened again when they end. */
public final class BrokerClient implements AutoCloseable {

    private static final int SENDERS = 2;
    private static final int ONE_AT_A_TIME = 0;
    private static final int ANY_RATE = -1;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final Broker broker;
    private final Lines lines;
    private final List<MessageSender> senders;
    private final Duration sendTimeout;
    private final Path spoolFolder;
    private final Set<Line> consuming = ConcurrentHashMap.newKeySet();

    private BrokerClient(Broker broker, Duration sendTimeout, Path spoolFolder) {
        this.spoolFolder = spoolFolder;
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
     * @param spoolFolder where messages go for a moment that are too large for memory
     * @throws BrokerUnavailableException when the broker does not let it in
     */
    static BrokerClient connect(Broker broker, Duration sendTimeout, Path spoolFolder) {
        BrokerClient client = new BrokerClient(broker, sendTimeout, spoolFolder);
        client.senders.forEach(MessageSender::open);
        return client;
    }

    private Line openToSend() {
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
        int sender = (int) (Thread.currentThread().threadId() % senders.size());
        senders.get(sender).send(address, message, sendTimeout);
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

    /** @param pause before a message that could not be dealt with goes back to the broker */
    MessageConsumer consume(String queue, Duration pause) {
        requireActive();
        Line line = lines.open();
        try {
            MessageConsumer consumer =
                    new MessageConsumer(line, line.session().createConsumer(queue), spoolFolder, pause);
            consuming.removeIf(Line::isLost);
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
        Line line = lines.open();
        try {
            return new QueueWalk(
                    line,
                    line.session().createConsumer(SimpleString.of(queue), null, ONE_AT_A_TIME, ANY_RATE, browseOnly),
                    spoolFolder);
        } catch (ActiveMQException e) {
            line.close();
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        senders.forEach(MessageSender::close);
        consuming.forEach(Line::close);
    }
}
