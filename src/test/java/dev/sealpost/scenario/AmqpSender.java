package dev.sealpost.scenario;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.slf4j.LoggerFactory;

/**
 * Sends to the address {@code events} over AMQP 1.0. Every second event carries an id and is sent again until the broker
 * accepts it; the others may be sent once only, since the broker would give the repeat another id.
 */
final class AmqpSender extends Sender {

    static {
        // It logs every failure to connect, of which a run makes some hundred: they would bury the table.
        ((Logger) LoggerFactory.getLogger("org.apache.qpid.jms")).setLevel(Level.OFF);
    }

    private final List<JmsConnectionFactory> factories;
    private final SendLog log;
    private final RandomGenerator random;
    private Optional<Line> line = Optional.empty();
    private int turn;

    /** An open connection with a producer on it. */
    private record Line(Connection connection, Session session, MessageProducer producer) {}

    AmqpSender(Installation installation, SendLog log, RandomGenerator random, CountDownLatch stopped) {
        this(new Door(List.of(installation.amqpPort()), installation.brokerPassword()), log, random, stopped);
    }

    /**
     * Where a broker listens, and the password of its user {@code sealpost}.
     *
     * @param amqpPorts more than one where several brokers may be the active one; tried in turn
     */
    record Door(List<Integer> amqpPorts, String password) {

        Door {
            amqpPorts = List.copyOf(amqpPorts);
        }

        private JmsConnectionFactory factory(int port) {
            return new JmsConnectionFactory(
                    "sealpost",
                    password,
                    "amqp://127.0.0.1:" + port
                            + "?amqp.saslMechanisms=PLAIN&jms.sendTimeout=15000&jms.requestTimeout=15000"
                            + "&jms.connectTimeout=5000&jms.closeTimeout=2000");
        }
    }

    AmqpSender(Door door, SendLog log, RandomGenerator random, CountDownLatch stopped) {
        super(stopped);
        factories = door.amqpPorts().stream().map(door::factory).toList();
        this.log = log;
        this.random = random;
    }

    @Override
    void sendNext() {
        SendLog.Draft draft = log.draft("amqp", random);
        // What nobody receives can only be counted when the broker's answer is certain.
        boolean identified = random.nextBoolean() || draft.audience().paths().isEmpty();
        boolean kept = kept(draft, identified);
        while (!kept && identified) {
            pauseAfterFailure();
            kept = kept(draft, true);
        }
        if (kept) {
            log.acked(draft);
        } else {
            pauseAfterFailure();
        }
    }

    private boolean kept(SendLog.Draft draft, boolean identified) {
        try {
            Line open = open();
            Message message = message(open.session(), draft);
            message.setStringProperty("sealpost_application", draft.audience().application());
            message.setStringProperty("sealpost_type", draft.audience().eventType());
            int size = draft.payload().getBytes(StandardCharsets.UTF_8).length;
            message.setStringProperty("sealpost_size", Integer.toString(size));
            if (identified) {
                message.setStringProperty("sealpost_id", "scenario-" + draft.token());
            }
            open.producer().send(message);
            return true;
        } catch (JMSException e) {
            close();
            return false;
        }
    }

    private Message message(Session session, SendLog.Draft draft) throws JMSException {
        if (random.nextBoolean()) {
            return session.createTextMessage(draft.payload());
        }
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(draft.payload().getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private Line open() throws JMSException {
        if (line.isPresent()) {
            return line.get();
        }
        Connection connection = factories.get(turn++ % factories.size()).createConnection();
        try {
            Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
            Line open = new Line(connection, session, session.createProducer(session.createQueue("events")));
            connection.start();
            line = Optional.of(open);
            return open;
        } catch (JMSException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    void close() {
        line.ifPresent(open -> {
            try {
                open.connection().close();
            } catch (JMSException e) {
                // The other side is gone already.
            }
        });
        line = Optional.empty();
    }
}
