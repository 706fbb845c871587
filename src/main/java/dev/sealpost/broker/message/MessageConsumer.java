package dev.sealpost.broker.message;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumes messages from one queue. One thread receives; one thread, possibly another, acknowledges. */
public final class MessageConsumer implements OpenQueue {

    private static final Logger LOG = LoggerFactory.getLogger(MessageConsumer.class);
    private static final Duration DRAIN_POLL = Duration.ofMillis(5);

    private final BrokerSession session;
    private final ClientConsumer consumer;
    private final Spooling spooling;
    private final UnackedMessages unacked;

    /**
     * @param spooling temporary storage of messages too large for memory
     * @param pause before a message that could not be processed is requeued
     */
    public MessageConsumer(BrokerSession session, ClientConsumer consumer, Spooling spooling, Duration pause) {
        this.session = session;
        this.consumer = consumer;
        this.spooling = spooling;
        this.unacked = new UnackedMessages(pause);
    }

    /** {@inheritDoc} A message that cannot be read is requeued and redelivered. */
    @Override
    public Optional<ReceivedMessage> receive(Duration wait) {
        if (session.isLost()) {
            throw new BrokerUnavailableException("The connection to the broker has ended", null);
        }
        if (consumer.isClosed()) {
            throw ended();
        }
        try {
            if (unacked.isRequeueDue(System.nanoTime())) {
                requeueWaiting(wait);
                return Optional.empty();
            }
            ClientMessage message =
                    wait.isZero() ? consumer.receiveImmediate() : consumer.receive(Math.max(1, wait.toMillis()));
            if (message == null && consumer.isClosed()) {
                throw ended();
            }
            return message == null ? Optional.empty() : read(message);
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The queue cannot be read: " + e.getMessage(), e);
        }
    }

    private static ConsumerEndedException ended() {
        return new ConsumerEndedException("The broker has closed the consumer of the queue");
    }

    @Override
    public boolean isReady() {
        return (consumer instanceof ClientConsumerInternal prefetching && prefetching.getBufferSize() > 0)
                || consumer.isClosed()
                || session.isLost()
                || unacked.isRequeueDue(System.nanoTime());
    }

    /** {@inheritDoc} Runs it just before the message is ready. */
    @Override
    public boolean whenArrived(Runnable action) {
        session.whenArrived(action);
        return true;
    }

    @Override
    public int outstanding() {
        return unacked.outstanding();
    }

    @Override
    public boolean isDrained() {
        return unacked.isDrained();
    }

    /** Requeues the messages that could not be processed, once all others are acknowledged. */
    private void requeueWaiting(Duration wait) throws ActiveMQException {
        long end = System.nanoTime() + wait.toNanos();
        while (!unacked.isDrained()) {
            if (System.nanoTime() - end >= 0) {
                return;
            }
            LockSupport.parkNanos(DRAIN_POLL.toNanos());
        }
        session.client().rollback();
        unacked.requeued();
    }

    private Optional<ReceivedMessage> read(ClientMessage message) {
        unacked.delivered();
        try {
            return Optional.of(new Received(message, MessageBodies.read(message, spooling)));
        } catch (ActiveMQException | IOException e) {
            giveBack(message, "it cannot be read: " + e);
            return Optional.empty();
        } catch (RuntimeException | Error e) {
            giveBack(message, "it cannot be read: " + e);
            throw e;
        }
    }

    private void giveBack(ClientMessage message, String reason) {
        Duration pause = unacked.requeue(System.nanoTime());
        LOG.warn("broker.message-requeued messageId={} pause={} reason={}", message.getMessageID(), pause, reason);
    }

    @Override
    public void close() {
        session.close();
    }

    private final class Received extends ClientReceived<ClientMessage> {

        private final MessageBody body;
        private final AtomicBoolean ended = new AtomicBoolean();

        Received(ClientMessage message, MessageBody body) {
            super(message);
            this.body = body;
        }

        @Override
        public MessageBody body() {
            return body;
        }

        @Override
        public void acknowledge() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            try {
                message.individualAcknowledge();
            } catch (ActiveMQException e) {
                // The connection is lost, which is logged elsewhere; the broker redelivers the message.
                LOG.debug("broker.acknowledge-failed messageId={} reason={}", id(), e.getMessage());
            } finally {
                unacked.acknowledged();
            }
        }

        @Override
        public void giveBack() {
            if (ended.compareAndSet(false, true)) {
                MessageConsumer.this.giveBack(message, "it could not be processed");
            }
        }
    }
}
