package dev.sealpost.broker.message;

import dev.sealpost.broker.message.OutgoingMessage.Body;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sends on one session. Callers hold the lock only while they hand a message over. The broker confirms each after its
 * journal is synced, so that many share one sync. When the connection ends, waiting callers fail, and the next one
 * opens another.
 */
final class RemoteSender implements Sender {

    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(250).toNanos();

    private final Supplier<BrokerSession> sessions;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Channel channel;
    private volatile long notBefore = System.nanoTime();

    /**
     * @param sessions opens a session, or throws {@link BrokerUnavailableException}
     */
    RemoteSender(Supplier<BrokerSession> sessions) {
        this.sessions = sessions;
    }

    /** {@inheritDoc} Does not wait for each confirmation, so that the messages share a sync. */
    @Override
    public void send(String address, List<OutgoingMessage> messages, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<Waiting> handed = new ArrayList<>(messages.size());
        Channel open = null;
        try {
            open = channel(timeout);
            for (OutgoingMessage message : messages) {
                Waiting waiting = new Waiting();
                handed.add(waiting);
                open.enter(waiting);
                handOver(open, address, message, waiting, timeout);
            }
            for (Waiting waiting : handed) {
                waiting.synced.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The broker refuses the message: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new BrokerUnavailableException("The broker refuses the message: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("The broker has not synced the message within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while waiting for the broker's confirmation", e);
        } finally {
            if (open != null) {
                handed.forEach(open::leave);
            }
        }
    }

    private void handOver(Channel open, String address, OutgoingMessage outgoing, Waiting waiting, Duration timeout)
            throws ActiveMQException, InterruptedException {
        ClientMessage message = compose(open.session.client(), outgoing);
        acquire(timeout);
        try {
            open.producer.send(SimpleString.of(address), message, waiting);
        } finally {
            lock.unlock();
        }
    }

    private void acquire(Duration timeout) throws InterruptedException {
        if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BrokerUnavailableException("The broker does not accept messages", null);
        }
    }

    @Override
    public void open() {
        opened();
    }

    private Channel channel(Duration timeout) throws InterruptedException {
        Channel known = channel;
        if (known != null && !known.session.isLost()) {
            return known;
        }
        acquire(timeout);
        try {
            return opened();
        } finally {
            lock.unlock();
        }
    }

    /** Opens the channel unless one is open. Fails fast for a moment after a failed attempt. */
    private Channel opened() {
        Channel known = channel;
        if (known != null && !known.session.isLost()) {
            return known;
        }
        if (System.nanoTime() - notBefore < 0) {
            throw new BrokerUnavailableException("The broker is not available", null);
        }
        close();
        try {
            Channel opened = Channel.on(sessions.get());
            channel = opened;
            return opened;
        } catch (BrokerUnavailableException e) {
            notBefore = System.nanoTime() + PAUSE_AFTER_FAILURE;
            throw e;
        }
    }

    private static ClientMessage compose(ClientSession session, OutgoingMessage outgoing) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.setTimestamp(System.currentTimeMillis());
        outgoing.properties().forEach(message::putStringProperty);
        switch (outgoing.body()) {
            case Body.Bytes(byte[] bytes) -> message.getBodyBuffer().writeBytes(bytes);
            case Body.Stream(InputStream stream) -> message.setBodyInputStream(stream);
        }
        return message;
    }

    @Override
    public void close() {
        Channel known = channel;
        if (known != null) {
            known.session.close();
        }
    }

    /** Producer on a session, with the callers that wait for its confirmations. */
    private static final class Channel {

        private final BrokerSession session;
        private final ClientProducer producer;
        private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

        private Channel(BrokerSession session, ClientProducer producer) {
            this.session = session;
            this.producer = producer;
        }

        static Channel on(BrokerSession session) {
            try {
                Channel channel = new Channel(session, session.client().createProducer());
                session.whenLost(channel::lost);
                return channel;
            } catch (ActiveMQException e) {
                session.close();
                throw new BrokerUnavailableException("Nothing can be sent to the broker: " + e.getMessage(), e);
            }
        }

        private void enter(Waiting sender) {
            waiting.add(sender);
            if (session.isLost()) {
                lost();
            }
        }

        private void leave(Waiting sender) {
            waiting.remove(sender);
        }

        private void lost() {
            waiting.forEach(sender -> sender.synced.completeExceptionally(
                    new BrokerUnavailableException("The connection to the broker has ended", null)));
        }
    }

    private static final class Waiting implements SendAcknowledgementHandler {

        private final CompletableFuture<Boolean> synced = new CompletableFuture<>();

        @Override
        public void sendAcknowledged(Message message) {
            synced.complete(true);
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            synced.completeExceptionally(e);
        }
    }
}
