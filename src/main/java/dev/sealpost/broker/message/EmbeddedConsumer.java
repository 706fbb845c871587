package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Optional;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.jspecify.annotations.Nullable;

/** Consumes inside the embedded broker, which hands its messages over as they are. */
final class EmbeddedConsumer extends MessageConsumer {

    private static final long ID = 0;
    private static final @Nullable SimpleString NO_FILTER = null;

    private final EmbeddedSession session;
    private final ServerConsumer consumer;
    private final Prefetched prefetched;
    private final AcknowledgeTogether acknowledgements;

    private EmbeddedConsumer(
            EmbeddedSession session,
            ServerConsumer consumer,
            Prefetched prefetched,
            Spooling spooling,
            Duration pause) {
        super(spooling, pause);
        this.session = session;
        this.consumer = consumer;
        this.prefetched = prefetched;
        this.acknowledgements = new AcknowledgeTogether(session, consumer);
    }

    /** @throws BrokerUnavailableException when the queue cannot be read */
    static EmbeddedConsumer open(
            EmbeddedSession session, Prefetched prefetched, String queue, Spooling spooling, Duration pause) {
        try {
            ServerConsumer consumer = session.call((own, context) -> {
                ServerConsumer created = own.createConsumer(
                        ID, SimpleString.of(queue), NO_FILTER, false, false, prefetched.firstCredits());
                own.start();
                return created;
            });
            return new EmbeddedConsumer(session, consumer, prefetched, spooling, pause);
        } catch (ActiveMQException e) {
            session.close();
            throw new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
        } catch (BrokerUnavailableException e) {
            // The consumer may still be created, and would keep the messages that it is given.
            session.close();
            throw e;
        }
    }

    @Override
    void requireOpen() {
        if (session.isEnded()) {
            throw new BrokerUnavailableException("The session in the broker has ended", null);
        }
        if (prefetched.isConsumerEnded()) {
            throw ended();
        }
    }

    @Override
    boolean hasNext() {
        return prefetched.isReady() || session.isEnded();
    }

    @Override
    public boolean whenArrived(Runnable action) {
        prefetched.whenArrived(action);
        return true;
    }

    @Override
    Optional<ICoreMessage> next(Duration wait) {
        prefetched.giveCredits(consumer);
        Optional<ICoreMessage> message = prefetched.take(wait);
        requireOpen();
        return message;
    }

    @Override
    void acknowledge(ICoreMessage message) {
        acknowledgements.add(message.getMessageID());
    }

    @Override
    void requeueAll() throws ActiveMQException {
        session.call((own, context) -> {
            own.stop();
            own.rollback(false);
            prefetched.clear(consumer);
            own.start();
            return true;
        });
    }

    @Override
    public void close() {
        session.close();
    }
}
