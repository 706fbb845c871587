package dev.sealpost.broker;

import dev.sealpost.broker.OutgoingMessage.Body;
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
 * Sends on one session. Senders hold the lock only to hand their message over; the broker answers each after its journal
 * is synced, so that many wait for one sync. When the connection ends, those that wait are told, and the next one opens
 * another.
 */
final class MessageSender implements AutoCloseable {

    private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(250).toNanos();

    private final Supplier<BrokerSession> lines;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Channel channel;
    private volatile long notBefore = System.nanoTime();

    /** @param lines opens a line, or throws {@link BrokerUnavailableException} */
    MessageSender(Supplier<BrokerSession> lines) {
        this.lines = lines;
    }

    /**
     * In this order and without waiting in between: one after the other, each would wait for a sync of its own.
     *
     * @param timeout for all of them together
     */
    void send(String address, List<OutgoingMessage> messages, Duration timeout) {
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
            throw new BrokerUnavailableException("Interrupted while the broker kept the message", e);
        } finally {
            if (open != null) {
                handed.forEach(open::leave);
            }
        }
    }

    private void handOver(Channel open, String address, OutgoingMessage outgoing, Waiting waiting, Duration timeout)
            throws ActiveMQException, InterruptedException {
        ClientMessage message = compose(open.line.session(), outgoing);
        acquire(timeout);
        try {
            open.producer.send(SimpleString.of(address), message, waiting);
        } finally {
            lock.unlock();
        }
    }

    private void acquire(Duration timeout) throws InterruptedException {
        if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BrokerUnavailableException("The broker does not take messages", null);
        }
    }

    private Channel channel(Duration timeout) throws InterruptedException {
        Channel known = channel;
        if (known != null && !known.line.isLost()) {
            return known;
        }
        acquire(timeout);
        try {
            return open();
        } finally {
            lock.unlock();
        }
    }

    /** Opens the channel, where there is none that works. Not tried again at once after it failed. */
    Channel open() {
        Channel known = channel;
        if (known != null && !known.line.isLost()) {
            return known;
        }
        if (System.nanoTime() - notBefore < 0) {
            throw new BrokerUnavailableException("The broker is away", null);
        }
        close();
        try {
            Channel opened = Channel.on(lines.get());
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
            known.line.close();
        }
    }

    /** A producer on a line, and those who wait for its answers. */
    static final class Channel {

        private final BrokerSession line;
        private final ClientProducer producer;
        private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

        private Channel(BrokerSession line, ClientProducer producer) {
            this.line = line;
            this.producer = producer;
        }

        static Channel on(BrokerSession line) {
            try {
                Channel channel = new Channel(line, line.session().createProducer());
                line.whenLost(channel::lost);
                return channel;
            } catch (ActiveMQException e) {
                line.close();
                throw new BrokerUnavailableException("Nothing can be sent to the broker: " + e.getMessage(), e);
            }
        }

        private void enter(Waiting sender) {
            waiting.add(sender);
            if (line.isLost()) {
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
