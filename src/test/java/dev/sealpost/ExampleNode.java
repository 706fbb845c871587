package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.port.FreePorts;
import dev.sealpost.route.ExampleHome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQJMSConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;

/** A node with all examples, between stand-ins: an inbox for HTTP, a broker, a database and a folder. */
final class ExampleNode implements AutoCloseable {

    static final String SECRET = "s3cr3t";

    /** Uids of the applications; each has an endpoint. */
    private static final List<String> APPLICATIONS = List.of("shop", "warehouse", "erp");

    private static final String QUEUE = "erp.shipments";

    final Node node;
    final Path csv;
    final JdbcClient warehouse;
    private final Inbox inbox;
    private final EmbeddedActiveMQ erp = new EmbeddedActiveMQ();
    private final int erpPort = FreePorts.next();
    private final Map<String, ApplicationId> applications = new HashMap<>();

    /** @param inbox also the vendor of every credential, below the path of its name */
    ExampleNode(Path folder, Inbox inbox) throws Exception {
        this.inbox = inbox;
        this.csv = Files.createDirectories(folder.resolve("csv"));
        startErp(folder.resolve("erp"));
        Path homeFolder = folder.resolve("home");
        ExampleHome home = new ExampleHome(homeFolder);
        for (Path example : ExampleHome.all()) {
            if (!example.endsWith("contacts-in-step")) { // ContactsInStepTest runs this one
                home.install(example);
            }
        }
        Path delivery = Path.of("routes/webhook-delivery.camel.yaml");
        Files.copy(delivery, homeFolder.resolve(delivery));
        SQLiteDataSource database = new SQLiteDataSource();
        database.setUrl(home.database(Path.of("routes/examples/shop-to-table")));
        this.warehouse = JdbcClient.create(database);
        List<String> settings = home.replaceUrls(inbox.url(""))
                .settings(Map.of(
                        "WAREHOUSE_URL",
                        database.getUrl(),
                        "ERP_BROKER_URL",
                        "amqp://127.0.0.1:" + erpPort,
                        "STRIPE_SECRET",
                        SECRET,
                        "SHOPIFY_SECRET",
                        SECRET));
        settings.addAll(List.of(
                "--hubspot.base-url=" + inbox.url("/hubspot"),
                "--slack.base-url=" + inbox.url("/slack"),
                "--orders-in-batches.url=" + inbox.url("/batches"),
                "--shop-to-table.interval=100ms",
                "--csv-to-events.application=warehouse",
                "--csv-to-events.folder=" + csv,
                "--queue-to-api.application=erp"));
        this.node = new Node(folder.resolve("data"), settings.toArray(String[]::new));
        for (String uid : APPLICATIONS) {
            ApplicationId application = node.anApplication(uid);
            applications.put(uid, application);
            node.anEndpoint(application, inbox.url("/endpoint/" + uid));
            inbox.answers("/endpoint/" + uid, Inbox.status(200));
        }
    }

    private void startErp(Path folder) throws Exception {
        erp.setConfiguration(new ConfigurationImpl()
                .setName("erp")
                .setSecurityEnabled(false)
                .setPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setJournalDirectory(folder.toString())
                .addAcceptorConfiguration("any", "tcp://127.0.0.1:" + erpPort + "?protocols=CORE,AMQP")
                .addQueueConfiguration(QueueConfiguration.of(QUEUE).setRoutingType(RoutingType.ANYCAST)));
        erp.start();
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20));
    }

    static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    static String text(Inbox.Received request) {
        return new String(request.body(), StandardCharsets.UTF_8);
    }

    static Inbox.Answer answer(int status, String body, String... headers) {
        return Inbox.body(status, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    /** Returns the content of a file of an example. */
    static String file(String name) throws IOException {
        return Files.readString(Path.of("routes", "examples").resolve(name));
    }

    void publish(String type, String payload) throws Exception {
        String event = "{\"eventType\": \"" + type + "\", \"payload\": " + payload + "}";
        assertThat(node.post(applications.get("shop"), event).statusCode()).isEqualTo(202);
    }

    /** Posts a provider's webhook and returns the status of the answer. */
    int webhook(String source, String body, String... headers) throws Exception {
        return node.send(HttpRequest.newBuilder(URI.create(node.url("/in/" + source)))
                        .header("content-type", "application/json")
                        .headers(headers)
                        .POST(HttpRequest.BodyPublishers.ofString(body)))
                .statusCode();
    }

    /** Puts messages into the queue of the ERP system. */
    void enqueue(String... messages) {
        try (var factory = new ActiveMQJMSConnectionFactory("tcp://127.0.0.1:" + erpPort);
                var jms = factory.createContext()) {
            for (String message : messages) {
                jms.createProducer().send(jms.createQueue(QUEUE), message);
            }
        }
    }

    void awaitDelivered(String route, int deliveries) {
        eventually().until(() -> node.count("attempt" + of(route) + " AND outcome = 'succeeded'") == deliveries);
    }

    /** Waits for the only dead letter of a route, which has one attempt, and returns its reason. */
    String awaitDeadLetter(String route) {
        eventually().until(() -> node.count("ended_delivery" + of(route)) == 1);
        List<String> reasons = node.ids("SELECT reason FROM attempt" + of(route) + " AND outcome <> 'succeeded'");
        assertThat(reasons).hasSize(1);
        return reasons.getFirst();
    }

    private static String of(String route) {
        return " WHERE destination_id = 'route:" + route + "'";
    }

    /** Waits for this number of webhooks to the endpoint of an application that contain a text, and returns their bodies. */
    List<String> awaitWebhooks(String application, String text, int number) {
        eventually().until(() -> webhooks(application, text).size() == number);
        return webhooks(application, text);
    }

    private List<String> webhooks(String application, String text) {
        return inbox.at("/endpoint/" + application).stream()
                .map(ExampleNode::text)
                .filter(body -> body.contains(text))
                .toList();
    }

    @Override
    public void close() throws Exception {
        node.close();
        erp.stop();
    }
}
