package dev.sealpost.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes messages from one queue. One thread receives, one (maybe another) acknowledges. */
public final class MessageConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MessageConsumer.class);
    private static final Duration DRAIN_LOOK = Duration.ofMillis(5);

    private final BrokerSession line;
    private final ClientConsumer consumer;
    private final Spooling spooling;
    private final UnackedMessages givenOut;

    /**
     * @param spooling where messages go that are too large for memory
     * @param pause before a message that could not be dealt with goes back to the broker
     */
    MessageConsumer(BrokerSession line, ClientConsumer consumer, Spooling spooling, Duration pause) {
        this.line = line;
        this.consumer = consumer;
        this.spooling = spooling;
        this.givenOut = new UnackedMessages(pause);
    }

    /**
     * The next message, or none within the time. A message that cannot be read goes back to the broker, and comes again.
     *
     * @throws ConsumerEndedException when the broker is there and has ended this consumer, as it does when it fails over the
     *     message that is next
     * @throws BrokerUnavailableException when the broker is gone; what it had given out ahead is forgotten here and comes
     *     again, here or elsewhere
     */
    public Optional<ReceivedMessage> receive(Duration wait) {
        if (line.isLost()) {
            throw new BrokerUnavailableException("The connection to the broker has ended", null);
        }
        if (consumer.isClosed()) {
            throw ended();
        }
        try {
            if (givenOut.isTime(System.nanoTime())) {
                takeBack(wait);
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
        return new ConsumerEndedException("The broker has ended the reading of the queue");
    }

    /** Whether nothing is out but what is to go back. */
    public boolean isDrained() {
        return givenOut.isDrained();
    }

    /** Gives back what could not be dealt with, once all else is acknowledged. */
    private void takeBack(Duration wait) throws ActiveMQException {
        long end = System.nanoTime() + wait.toNanos();
        while (!givenOut.isDrained()) {
            if (System.nanoTime() - end >= 0) {
                return;
            }
            LockSupport.parkNanos(DRAIN_LOOK.toNanos());
        }
        line.session().rollback();
        givenOut.wentBack();
    }

    private Optional<ReceivedMessage> read(ClientMessage message) {
        givenOut.given();
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
        Duration pause = givenOut.giveBack(System.nanoTime());
        LOG.warn("broker.message-goes-back messageId={} pause={} reason={}", message.getMessageID(), pause, reason);
    }

    @Override
    public void close() {
        line.close();
    }

    private final class Received extends ClientReceived {

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
                // The connection has ended, which is said once elsewhere: the broker gives the message out again.
                LOG.debug("broker.acknowledge-failed messageId={} reason={}", id(), e.getMessage());
            } finally {
                givenOut.acknowledged();
            }
        }

        @Override
        public void giveBack() {
            if (ended.compareAndSet(false, true)) {
                MessageConsumer.this.giveBack(message, "it could not be dealt with");
            }
        }
    }
}
