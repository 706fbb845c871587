package dev.sealpost.scenario;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookSigningException;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * The negative control of the ledger: a durable broker and a webhook sender of a few lines, in a process of its own.
 * Settling before acknowledging it loses nothing; acknowledging before settling it loses what a kill finds in memory.
 */
final class TinyPipeline {

    static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";
    static final String QUEUE = "events";
    static final int SESSIONS = 4;

    /** To JMS. */
    private static final Duration FOREVER = Duration.ZERO;

    private final boolean acknowledgesFirst;
    private final URI receiver;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Webhook signer = new Webhook(SECRET);
    private final ExecutorService later = Executors.newFixedThreadPool(SESSIONS);

    private TinyPipeline(URI receiver, boolean acknowledgesFirst) {
        this.receiver = receiver;
        this.acknowledgesFirst = acknowledgesFirst;
    }

    /** Arguments: folder of the broker, its port, URL of the receiver, whether to acknowledge first, whether to end once nothing comes. */
    public static void main(String[] arguments) throws Exception {
        Duration patience = Boolean.parseBoolean(arguments[4]) ? Duration.ofSeconds(1) : FOREVER;
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(durable(Path.of(arguments[0]), Integer.parseInt(arguments[1])));
        broker.start();
        TinyPipeline pipeline = new TinyPipeline(URI.create(arguments[2]), Boolean.parseBoolean(arguments[3]));
        // Pulls what it can: acknowledged messages then wait in memory. No session takes those of the others ahead.
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory("vm://0?consumerWindowSize=0");
        Connection connection = factory.createConnection();
        try (ExecutorService consumers = Executors.newFixedThreadPool(SESSIONS)) {
            for (int i = 0; i < SESSIONS; i++) {
                Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue(QUEUE));
                consumers.execute(() -> pipeline.consume(session, consumer, patience));
            }
            connection.start();
        }
        pipeline.later.close();
        connection.close();
        broker.stop();
        // The threads of Artemis' clients would keep the process.
        System.exit(0);
    }

    private static Configuration durable(Path folder, int port) throws Exception {
        return new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setSecurityEnabled(false)
                .setJournalType(JournalType.NIO)
                .setJournalDatasync(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large").toString())
                .addAcceptorConfiguration("vm", "vm://0")
                .addAcceptorConfiguration("core", "tcp://127.0.0.1:" + port + "?protocols=CORE")
                .addAddressConfiguration(new CoreAddressConfiguration()
                        .setName(QUEUE)
                        .addRoutingType(RoutingType.ANYCAST)
                        .addQueueConfiguration(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST)));
    }

    private void consume(Session session, MessageConsumer consumer, Duration patience) {
        try {
            for (Optional<Message> next = next(consumer, patience); next.isPresent(); next = next(consumer, patience)) {
                Message message = next.get();
                String id = message.getStringProperty("sealpost_id");
                String payload = message.getBody(String.class);
                if (acknowledgesFirst) {
                    session.commit();
                    later.execute(() -> post(id, payload));
                } else {
                    post(id, payload);
                    session.commit();
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Message> next(MessageConsumer consumer, Duration patience) throws JMSException {
        return Optional.ofNullable(consumer.receive(patience.toMillis()));
    }

    private void post(String id, String payload) {
        try {
            long now = Instant.now().getEpochSecond();
            HttpRequest request = HttpRequest.newBuilder(receiver)
                    .header("webhook-id", id)
                    .header("webhook-timestamp", Long.toString(now))
                    .header("webhook-signature", signer.sign(id, now, payload))
                    .POST(HttpRequest.BodyPublishers.ofString(payload))
                    .build();
            client.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException | WebhookSigningException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
