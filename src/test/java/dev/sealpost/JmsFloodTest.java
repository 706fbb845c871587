package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.broker.guard.Shards;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two applications that publish over JMS, of which one sends far more than can be delivered at once. */
class JmsFloodTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int FLOOD = 5_000;

    private static void send(Session session, String application, int number) throws JMSException {
        MessageProducer producer = session.createProducer(session.createQueue("events"));
        for (int i = 0; i < number; i++) {
            Message message = session.createTextMessage("{}");
            message.setStringProperty("sealpost_application", application);
            message.setStringProperty("sealpost_type", "order.created");
            producer.send(message);
        }
        session.commit();
    }

    @Test
    void deliversAnEventThatWasPublishedAfterTheFloodOfAnotherApplication(@TempDir Path folder) throws Exception {
        try (Inbox inbox = new Inbox();
                Node node = new Node(folder)) {
            inbox.answers("/loud", Inbox.status(200));
            inbox.answers("/quiet", Inbox.status(200));
            ApplicationId loud = node.anApplication("loud");
            node.anEndpoint(loud, inbox.url("/loud"));
            // Of those in other shards, for two applications may share one.
            String uid = IntStream.range(0, 100)
                    .mapToObj(i -> "quiet-" + i)
                    .filter(name -> !Shards.of(node.anApplication(name).value()).equals(Shards.of(loud.value())))
                    .findFirst()
                    .orElseThrow();
            node.anEndpoint(
                    new ApplicationId(
                            node.call("GET", "/app/" + uid, "").path("id").asText()),
                    inbox.url("/quiet"));

            try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                            "tcp://127.0.0.1:" + node.corePort, EmbeddedBroker.USER, node.producerPassword());
                    Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
                send(session, "loud", FLOOD);
                send(session, uid, 1);
            }
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> !inbox.at("/quiet").isEmpty());
            // In one queue for all, the whole flood would have been accepted before it.
            long before = node.count("event WHERE rowid < (SELECT rowid FROM event WHERE application_id ="
                    + " (SELECT id FROM application WHERE uid = '" + uid + "'))");

            assertThat(before).isLessThan(FLOOD / 2);
            Awaitility.await().atMost(PATIENCE).until(() -> inbox.at("/loud").size() >= FLOOD);
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> node.ledger().events().matched() == FLOOD + 1);
        }
    }
}
