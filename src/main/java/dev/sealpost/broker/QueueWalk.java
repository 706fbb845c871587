package dev.sealpost.broker;

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
 * Goes through a queue message by message, as an operator does. What was not acknowledged when the walk is closed is in the
 * queue as before. For one thread.
 */
public final class QueueWalk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWalk.class);

    private final BrokerSession line;
    private final ClientConsumer consumer;
    private final Spooling spooling;
    private @Nullable Visited last;

    QueueWalk(BrokerSession line, ClientConsumer consumer, Spooling spooling) {
        this.line = line;
        this.consumer = consumer;
        this.spooling = spooling;
    }

    /**
     * The next message that is in the queue now.
     *
     * @throws BrokerUnavailableException when the broker is gone
     */
    public Optional<Visited> next() {
        try {
            if (last != null) {
                last.pass();
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
        line.close();
    }

    /** A message of the walk. Its body is read when it is asked for, and only before the walk goes on. */
    public static final class Visited extends ClientReceived {

        private final Spooling spooling;
        private @Nullable MessageBody body;

        private Visited(ClientMessage message, Spooling spooling) {
            super(message);
            this.spooling = spooling;
        }

        /** Of the body, in bytes, as the broker has it. */
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

        /** What is left of a large body has to be read before the next message comes. */
        private void pass() throws ActiveMQException {
            if (body == null && message.isLargeMessage()) {
                message.saveToOutputStream(OutputStream.nullOutputStream());
            }
        }

        /** It stays in the queue, for the next walk. */
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
