package dev.sealpost.bench;

import jakarta.jms.BytesMessage;
import jakarta.jms.CompletionListener;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * An ordinary JMS producer: several sessions, durable messages, each acknowledged by the broker once it is in the journal
 * (JMS 2.0 asynchronous send).
 */
final class JmsFeed implements AutoCloseable {

    private static final int SESSIONS = 4;
    private static final int UNCONFIRMED = 512;

    private final ActiveMQConnectionFactory factory;
    private final List<Line> lines = new ArrayList<>();
    private final AtomicLong failures = new AtomicLong();

    /** A connection with one producer; confirmed sends give their permit back. */
    private record Line(Connection connection, Session session, MessageProducer producer, Semaphore unconfirmed) {}

    JmsFeed(int port, String user, String password) throws JMSException {
        factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + port + "?confirmationWindowSize=1048576&producerWindowSize=1048576",
                user,
                password);
        for (int i = 0; i < SESSIONS; i++) {
            Connection connection = factory.createConnection();
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            MessageProducer producer = session.createProducer(session.createQueue("events"));
            lines.add(new Line(connection, session, producer, new Semaphore(UNCONFIRMED)));
        }
    }

    /** Sends as fast as the lead allows, until it is closed. */
    List<Thread> flood(Lead lead, Subscribers subscribers) {
        List<Thread> threads = new ArrayList<>();
        for (Line line : lines) {
            threads.add(Thread.ofPlatform().daemon().start(() -> flood(line, lead, subscribers)));
        }
        return threads;
    }

    private void flood(Line line, Lead lead, Subscribers subscribers) {
        try {
            for (int n = 0; lead.take(); n++) {
                send(line, subscribers.application(n), Instant.now());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Sends at a fixed rate whatever the answers are; each event carries the time at which it was due. */
    void openLoop(int rate, Duration time, Subscribers subscribers) throws InterruptedException {
        long count = rate * time.toSeconds();
        Instant start = Instant.now();
        long origin = System.nanoTime();
        for (int n = 0; n < count; n++) {
            long due = Math.round(n * 1e9 / rate);
            for (long left = due - (System.nanoTime() - origin); left > 0; left = due - (System.nanoTime() - origin)) {
                LockSupport.parkNanos(left);
            }
            send(lines.get(n % lines.size()), subscribers.application(n), start.plusNanos(due));
        }
    }

    private void send(Line line, String application, Instant intended) throws InterruptedException {
        line.unconfirmed().acquire();
        try {
            BytesMessage message = line.session().createBytesMessage();
            message.writeBytes(Payload.bytes(intended));
            message.setStringProperty("sealpost_application", application);
            message.setStringProperty("sealpost_type", "bench.posted");
            line.producer().send(message, new Confirmed(line.unconfirmed()));
        } catch (JMSException e) {
            line.unconfirmed().release();
            failures.incrementAndGet();
        }
    }

    /** Sends that the broker did not confirm. */
    long failures() {
        return failures.get();
    }

    @Override
    public void close() throws JMSException {
        for (Line line : lines) {
            line.connection().close();
        }
        factory.close();
    }

    private final class Confirmed implements CompletionListener {

        private final Semaphore unconfirmed;

        Confirmed(Semaphore unconfirmed) {
            this.unconfirmed = unconfirmed;
        }

        @Override
        public void onCompletion(Message message) {
            unconfirmed.release();
        }

        @Override
        public void onException(Message message, Exception exception) {
            failures.incrementAndGet();
            unconfirmed.release();
        }
    }
}
