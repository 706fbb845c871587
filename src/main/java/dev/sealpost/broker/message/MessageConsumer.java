package dev.sealpost.broker.message;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Consumes messages from one queue. One thread receives; one thread, possibly another, acknowledges. */
public abstract sealed class MessageConsumer implements OpenQueue permits RemoteConsumer, EmbeddedConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(MessageConsumer.class);
    private static final Duration DRAIN_POLL = Duration.ofMillis(5);

    private final Spooling spooling;
    private final UnackedMessages unacked;

    /**
     * @param spooling temporary storage of messages too large for memory
     * @param pause before a message that could not be processed is requeued
     */
    MessageConsumer(Spooling spooling, Duration pause) {
        this.spooling = spooling;
        this.unacked = new UnackedMessages(pause);
    }

    /**
     * @throws BrokerUnavailableException when the session has ended
     * @throws ConsumerEndedException when an active broker ended the consumer
     */
    abstract void requireOpen();

    /** Returns whether {@link #next} would return a message, or {@link #requireOpen} throw. */
    abstract boolean hasNext();

    /** Returns the next message, or empty after the wait; called again only after the message was read. */
    abstract Optional<ICoreMessage> next(Duration wait) throws ActiveMQException;

    /** Acknowledges a message, on any thread. */
    abstract void acknowledge(ICoreMessage message) throws ActiveMQException;

    /** Returns all unacknowledged messages to the queue, which delivers them again. */
    abstract void requeueAll() throws ActiveMQException;

    /** {@inheritDoc} A message that cannot be read is requeued and redelivered. */
    @Override
    public final Optional<ReceivedMessage> receive(Duration wait) {
        requireOpen();
        try {
            if (unacked.isRequeueDue(System.nanoTime())) {
                requeueWaiting(wait);
                return Optional.empty();
            }
            Optional<ICoreMessage> message = next(wait);
            if (message.isEmpty()) {
                requireOpen();
            }
            return message.flatMap(this::read);
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The queue cannot be read: " + e.getMessage(), e);
        }
    }

    static ConsumerEndedException ended() {
        return new ConsumerEndedException("The broker has closed the consumer of the queue");
    }

    @Override
    public final boolean isReady() {
        return hasNext() || unacked.isRequeueDue(System.nanoTime());
    }

    @Override
    public final int outstanding() {
        return unacked.outstanding();
    }

    @Override
    public final boolean isDrained() {
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
        requeueAll();
        unacked.requeued();
    }

    private Optional<ReceivedMessage> read(ICoreMessage message) {
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

    private void giveBack(ICoreMessage message, String reason) {
        Duration pause = unacked.requeue(System.nanoTime());
        LOG.warn("broker.message-requeued messageId={} pause={} reason={}", message.getMessageID(), pause, reason);
    }

    private final class Received extends CoreReceived<ICoreMessage> {

        private final MessageBody body;
        private final AtomicBoolean ended = new AtomicBoolean();

        Received(ICoreMessage message, MessageBody body) {
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
                MessageConsumer.this.acknowledge(message);
            } catch (ActiveMQException e) {
                // The session is lost, which is logged elsewhere; the broker redelivers the message.
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
