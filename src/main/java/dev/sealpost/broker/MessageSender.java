package dev.sealpost.broker;

import dev.sealpost.broker.OutgoingMessage.Body;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;

/**
 * Sends on one session. Senders hold the lock only to hand their message over; the broker answers each after its journal
 * is synced, so that many wait for one sync.
 */
final class MessageSender {

    private final ClientSession session;
    private final ClientProducer producer;
    private final ReentrantLock lock = new ReentrantLock();

    MessageSender(ClientSession session) {
        this.session = session;
        try {
            this.producer = session.createProducer();
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("Nothing can be sent to the broker: " + e.getMessage(), e);
        }
    }

    void send(String address, OutgoingMessage outgoing, Duration timeout) {
        Acknowledgement acknowledgement = new Acknowledgement();
        try {
            ClientMessage message = compose(outgoing);
            if (!lock.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BrokerUnavailableException("The broker does not take messages", null);
            }
            try {
                producer.send(SimpleString.of(address), message, acknowledgement);
            } finally {
                lock.unlock();
            }
            acknowledgement.synced.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ActiveMQException e) {
            throw new BrokerUnavailableException("The broker refuses the message: " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new BrokerUnavailableException("The broker refuses the message: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new BrokerUnavailableException("The broker has not synced the message within " + timeout, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BrokerUnavailableException("Interrupted while the broker kept the message", e);
        }
    }

    private ClientMessage compose(OutgoingMessage outgoing) {
        ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
        message.setTimestamp(System.currentTimeMillis());
        outgoing.properties().forEach(message::putStringProperty);
        outgoing.duplicateId()
                .ifPresent(id -> message.putStringProperty(Message.HDR_DUPLICATE_DETECTION_ID.toString(), id));
        switch (outgoing.body()) {
            case Body.Bytes(byte[] bytes) -> message.getBodyBuffer().writeBytes(bytes);
            case Body.Stream(InputStream stream) -> message.setBodyInputStream(stream);
        }
        return message;
    }

    private static final class Acknowledgement implements SendAcknowledgementHandler {

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
