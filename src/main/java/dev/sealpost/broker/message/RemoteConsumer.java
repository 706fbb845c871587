package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;

/** Consumes through the client of Artemis. */
final class RemoteConsumer extends MessageConsumer {

    private final BrokerSession session;
    private final ClientConsumer consumer;

    RemoteConsumer(BrokerSession session, ClientConsumer consumer, Spooling spooling, Duration pause) {
        super(spooling, pause);
        this.session = session;
        this.consumer = consumer;
    }

    @Override
    void requireOpen() {
        if (session.isLost()) {
            throw new BrokerUnavailableException("The connection to the broker has ended", null);
        }
        if (consumer.isClosed()) {
            throw ended();
        }
    }

    @Override
    boolean hasNext() {
        return (consumer instanceof ClientConsumerInternal prefetching && prefetching.getBufferSize() > 0)
                || consumer.isClosed()
                || session.isLost();
    }

    /** {@inheritDoc} Runs it just before the message is ready. */
    @Override
    public boolean whenArrived(Runnable action) {
        session.whenArrived(action);
        return true;
    }

    @Override
    Optional<ICoreMessage> next(Duration wait) throws ActiveMQException {
        return Optional.ofNullable(
                wait.isZero() ? consumer.receiveImmediate() : consumer.receive(Math.max(1, wait.toMillis())));
    }

    @Override
    void acknowledge(ICoreMessage message) throws ActiveMQException {
        ((ClientMessage) message).individualAcknowledge();
    }

    @Override
    void requeueAll() throws ActiveMQException {
        session.client().rollback();
    }

    @Override
    public void close() {
        session.close();
    }
}
