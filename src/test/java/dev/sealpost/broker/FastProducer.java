package dev.sealpost.broker;

import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.BrokerSession;
import dev.sealpost.broker.message.BrokerSessions;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;

/** Sends events as fast as the journal takes them: durable, each confirmed, and many on their way at a time. For one thread. */
public final class FastProducer implements AutoCloseable {

    private static final int UNCONFIRMED = 4096;

    private final BrokerSession session;
    private final ClientProducer producer;
    private final Semaphore unconfirmed = new Semaphore(UNCONFIRMED);
    private final AtomicLong failures = new AtomicLong();

    /** A producer of the embedded broker of a node that runs on this machine. */
    public static FastProducer at(int corePort, String user, String password) throws ActiveMQException {
        String url = "tcp://127.0.0.1:" + corePort;
        return new FastProducer(new BrokerSessions(() -> locator(url), user, password).openToSend());
    }

    private static org.apache.activemq.artemis.api.core.client.ServerLocator locator(String url) {
        try {
            return ActiveMQClient.createServerLocator(url);
        } catch (Exception e) {
            throw new IllegalStateException(url + " is no URL", e);
        }
    }

    FastProducer(BrokerSession session) throws ActiveMQException {
        this.session = session;
        this.producer = session.client().createProducer();
    }

    /** Returns at once, unless very many are on their way. */
    public void send(Map<String, String> properties, byte[] payload) throws ActiveMQException, InterruptedException {
        unconfirmed.acquire();
        ClientMessage message = session.client().createMessage(Message.BYTES_TYPE, true);
        message.setTimestamp(System.currentTimeMillis());
        properties.forEach(message::putStringProperty);
        message.getBodyBuffer().writeBytes(payload);
        producer.send(SimpleString.of(Addresses.EVENTS), message, new Confirmed());
    }

    /** Returns when each of them is confirmed. */
    public void awaitConfirmed() throws InterruptedException {
        unconfirmed.acquire(UNCONFIRMED);
        unconfirmed.release(UNCONFIRMED);
        if (failures.get() > 0) {
            throw new IllegalStateException(failures + " events were refused");
        }
    }

    @Override
    public void close() {
        session.close();
    }

    private final class Confirmed implements SendAcknowledgementHandler {

        @Override
        public void sendAcknowledged(Message message) {
            unconfirmed.release();
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            failures.incrementAndGet();
            unconfirmed.release();
        }
    }
}
