package dev.sealpost.broker.message;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;

/** Access through the client of Artemis, each session on a connection of its own. */
public final class RemoteAccess implements BrokerAccess {

    private static final int ONE_AT_A_TIME = 0;
    private static final int ANY_RATE = -1;

    private final BrokerSessions sessions;
    private final BooleanSupplier active;
    private final Spooling spooling;
    private final Set<BrokerSession> opened = ConcurrentHashMap.newKeySet();

    /**
     * @param active whether the broker can be reached: connecting to an unavailable broker takes long
     * @param spooling temporary storage of messages too large for memory
     */
    public RemoteAccess(BrokerSessions sessions, BooleanSupplier active, Spooling spooling) {
        this.sessions = sessions;
        this.active = active;
        this.spooling = spooling;
    }

    @Override
    public Sender sender() {
        return new RemoteSender(() -> {
            requireActive();
            return opened(sessions.openToSend());
        });
    }

    private void requireActive() {
        if (!active.getAsBoolean()) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
    }

    private BrokerSession opened(BrokerSession session) {
        opened.removeIf(BrokerSession::isLost);
        opened.add(session);
        return session;
    }

    @Override
    public MessageConsumer consume(String queue, Prefetch prefetch, Duration pause) {
        requireActive();
        BrokerSession session = sessions.open();
        try {
            // A broker that fails on the first message closes the consumer at once. The client misses that if it
            // arrives before the consumer is confirmed, so delivery starts after the confirmation.
            session.client().stop();
            ClientConsumer consumer = consumer(session, queue, window(prefetch), false);
            session.client().start();
            return new RemoteConsumer(opened(session), consumer, spooling, pause);
        } catch (ActiveMQException e) {
            session.close();
            throw unreadable(queue, e);
        }
    }

    private static int window(Prefetch prefetch) {
        return switch (prefetch) {
            case WINDOW -> CONSUMER_WINDOW;
            case NONE -> ONE_AT_A_TIME;
        };
    }

    @Override
    public QueueWalk walk(String queue, boolean browseOnly) {
        requireActive();
        BrokerSession session = sessions.open();
        try {
            return new QueueWalk(session, consumer(session, queue, ONE_AT_A_TIME, browseOnly), spooling);
        } catch (ActiveMQException e) {
            session.close();
            throw unreadable(queue, e);
        }
    }

    private static ClientConsumer consumer(BrokerSession session, String queue, int window, boolean browseOnly)
            throws ActiveMQException {
        return session.client().createConsumer(SimpleString.of(queue), null, window, ANY_RATE, browseOnly);
    }

    private static BrokerUnavailableException unreadable(String queue, ActiveMQException e) {
        return new BrokerUnavailableException("The queue " + queue + " cannot be read: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        opened.forEach(BrokerSession::close);
    }
}
