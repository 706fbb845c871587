package dev.sealpost.broker.message;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Iterates over the messages of a queue for an operator. Messages not acknowledged when this is closed stay in the
 * queue. Not thread-safe.
 */
public final class QueueWalk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWalk.class);

    private final BrokerSession session;
    private final ClientConsumer consumer;
    private final Spooling spooling;
    private @Nullable Visited last;

    public QueueWalk(BrokerSession session, ClientConsumer consumer, Spooling spooling) {
        this.session = session;
        this.consumer = consumer;
        this.spooling = spooling;
    }

    /**
     * Returns the next message currently in the queue.
     *
     * @throws BrokerUnavailableException when the connection is lost
     */
    public Optional<Visited> next() {
        try {
            if (last != null) {
                last.drain();
            }
            ClientMessage message = consumer.receiveImmediate();
            last = message == null ? null : new Visited(message, spooling);
            return Optional.ofNullable(last);
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The queue cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        session.close();
    }

    /** Message of the walk. Its body is read on demand, and only before the next message. */
    public static final class Visited extends CoreReceived<ClientMessage> {

        private final Spooling spooling;
        private @Nullable MessageBody body;

        private Visited(ClientMessage message, Spooling spooling) {
            super(message);
            this.spooling = spooling;
        }

        /** Size of the body in bytes, as stored by the broker. */
        public long size() {
            return message.getBodySize();
        }

        @Override
        public MessageBody body() {
            try {
                if (body == null) {
                    body = MessageBodies.read(message, spooling);
                }
                return body;
            } catch (ActiveMQException | IOException e) {
                throw new BrokerUnavailableException("The message cannot be read: " + e.getMessage(), e);
            }
        }

        /** Drains an unread large body, which is required before the next message. */
        private void drain() throws ActiveMQException {
            if (body == null && message.isLargeMessage()) {
                message.saveToOutputStream(OutputStream.nullOutputStream());
            }
        }

        /** Does nothing: the message stays in the queue for the next walk. */
        @Override
        public void giveBack() {}

        @Override
        public void acknowledge() {
            try {
                message.individualAcknowledge();
            } catch (ActiveMQException e) {
                LOG.warn("broker.acknowledge-failed messageId={} reason={}", id(), e.getMessage());
            }
        }
    }
}
