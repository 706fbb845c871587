package dev.sealpost.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;

/** This node's connections to the broker: a few, kept for as long as the node runs. */
public final class BrokerClient implements AutoCloseable {

    private static final int SENDERS = 2;
    private static final int CONSUMER_WINDOW = 1024 * 1024;
    private static final int ONE_AT_A_TIME = 0;
    private static final int ANY_RATE = -1;
    private static final int CONFIRMATION_WINDOW = 1024 * 1024;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    private final ServerLocator locator;
    private final String password;
    private final List<MessageSender> senders;
    private final Duration sendTimeout;
    private final Path spoolFolder;

    private BrokerClient(ServerLocator locator, String password, Duration sendTimeout, Path spoolFolder) {
        this.locator = locator;
        this.spoolFolder = spoolFolder;
        this.password = password;
        this.sendTimeout = sendTimeout;
        this.senders = IntStream.range(0, SENDERS)
                .mapToObj(i -> new MessageSender(openSession()))
                .toList();
    }

    /** @throws BrokerUnavailableException when the broker does not let it in */
    static BrokerClient connect(EmbeddedBroker broker, Duration sendTimeout) {
        try {
            ServerLocator locator = ActiveMQClient.createServerLocatorWithoutHA(
                    new TransportConfiguration(InVMConnectorFactory.class.getName()));
            locator.setConsumerWindowSize(CONSUMER_WINDOW);
            locator.setConfirmationWindowSize(CONFIRMATION_WINDOW);
            locator.setBlockOnDurableSend(false);
            locator.setBlockOnAcknowledge(false);
            return new BrokerClient(locator, broker.nodePassword(), sendTimeout, broker.spoolFolder());
        } catch (Exception e) {
            throw new BrokerUnavailableException("The broker cannot be reached: " + e.getMessage(), e);
        }
    }

    private ClientSession openSession() {
        try {
            ClientSessionFactory connection = locator.createSessionFactory();
            ClientSession session = connection.createSession(
                    EmbeddedBroker.NODE_USER, password, false, true, true, false, locator.getAckBatchSize());
            session.start();
            return session;
        } catch (Exception e) {
            throw new BrokerUnavailableException("A session of the broker cannot be opened: " + e.getMessage(), e);
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
    }

    /** The only consumer of this queue on this node; closed with this client. */
    public MessageConsumer consume(String queue) {
        return consume(queue, FIRST_PAUSE);
    }

    /** @param pause before a message that could not be dealt with goes back to the broker */
    MessageConsumer consume(String queue, Duration pause) {
        ClientSession session = openSession();
        try {
            return new MessageConsumer(session, session.createConsumer(queue), spoolFolder, pause);
        } catch (ActiveMQException e) {
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
        ClientSession session = openSession();
        try {
            return new QueueWalk(
                    session,
                    session.createConsumer(SimpleString.of(queue), null, ONE_AT_A_TIME, ANY_RATE, browseOnly),
                    spoolFolder);
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        locator.close();
    }
}
