package dev.sealpost.broker;

import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import org.apache.activemq.artemis.api.core.ActiveMQNonExistentQueueException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** Durable queue of the embedded broker for the warm-up, deleted with its messages when it is closed. */
public final class ScratchQueue implements AutoCloseable {

    private static final String NAME = "sealpost.warm-up";

    private final BrokerClient client;
    private final ActiveMQServer server;

    ScratchQueue(BrokerClient client, ActiveMQServer server) throws Exception {
        this.client = client;
        this.server = server;
        server.createQueue(QueueConfiguration.of(NAME)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoCreateAddress(true));
    }

    /** As {@link BrokerClient#send}. */
    public void send(OutgoingMessage message) {
        client.send(NAME, message);
    }

    /** As {@link BrokerClient#consume}. */
    public MessageConsumer consume() {
        return client.consume(NAME);
    }

    /** Deletes the queue if there is one: a process that was killed during its warm-up leaves it. */
    static void delete(ActiveMQServer server) throws Exception {
        try {
            server.destroyQueue(SimpleString.of(NAME), null, false, true);
            server.removeAddressInfo(SimpleString.of(NAME), null, true);
        } catch (ActiveMQNonExistentQueueException absent) {
            // The usual case at the start.
        }
    }

    /** Deletes the queue; consumers must be closed. */
    @Override
    public void close() throws Exception {
        delete(server);
    }
}
