package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.broker.AmqpClient;
import dev.sealpost.broker.ExternalArtemis;
import dev.sealpost.port.FreePorts;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Faults 1 to 5 at a broker that has no door of ours: what cannot be read is set aside once, and what is behind it arrives. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class ExternalPoisonTest {

    private static final String BODY = "{ \"n\": 1.10 }";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final int corePort = FreePorts.next();
    private final int amqpPort = FreePorts.next();
    private ExternalArtemis artemis;
    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        artemis = ExternalArtemis.started(folder.resolve("artemis"), corePort, amqpPort);
        inbox = new Inbox();
        inbox.answers("/all", Inbox.status(200));
        node = new Node(
                folder.resolve("node"),
                "--sealpost.broker.external.url=tcp://127.0.0.1:" + corePort,
                "--sealpost.broker.external.user=" + ExternalArtemis.NODE,
                "--sealpost.broker.external.password=" + ExternalArtemis.PASSWORD);
        node.anEndpoint(node.anApplication("all"), inbox.url("/all"));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
        artemis.close();
    }

    private static Map<String, Object> labels(String id) {
        return new LinkedHashMap<>(
                Map.of("sealpost_application", "all", "sealpost_type", "order.created", "sealpost_id", id));
    }

    private List<JsonNode> parked() {
        JsonNode list = node.call("GET", "/parked?limit=250", "").at("/data");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private List<String> delivered() {
        return inbox.at("/all").stream()
                .map(request -> request.header("webhook-id"))
                .toList();
    }

    private static Message anAmqpMessage(String id, Consumer<Message> oddity) {
        Message message = Proton.message();
        message.setApplicationProperties(new ApplicationProperties(labels(id)));
        message.setBody(new Data(new Binary(BODY.getBytes(StandardCharsets.UTF_8))));
        message.setDurable(true);
        oddity.accept(message);
        return message;
    }

    @SuppressWarnings("unchecked")
    private static Consumer<Message> property(String name, Object value) {
        return message -> message.getApplicationProperties().getValue().put(name, value);
    }

    /** Messages that AMQP can bring, by the reason for which they are parked. */
    private static Map<String, Consumer<Message>> poisons() {
        Map<String, Consumer<Message>> poisons = new LinkedHashMap<>();
        poisons.put("timestamp", property("at", new Date(0)));
        poisons.put("list", property("at", List.of(1)));
        poisons.put("compressed", property("_AMQ_LARGE_COMPRESSED", true));
        poisons.put("value", message -> message.setBody(new AmqpValue(42)));
        poisons.put("value-list", message -> message.setBody(new AmqpValue(List.of(new Date(0)))));
        poisons.put("value-map", message -> message.setBody(new AmqpValue(Map.of("a", 1))));
        return poisons;
    }

    @Test
    void setsAsideOnceWhatCannotBeReadAndGoesOn() throws Exception {
        List<String> bad = new ArrayList<>();
        List<String> good = new ArrayList<>();
        try (AmqpClient amqp = new AmqpClient(amqpPort, ExternalArtemis.PRODUCER, ExternalArtemis.PASSWORD, "events")) {
            for (Map.Entry<String, Consumer<Message>> poison : poisons().entrySet()) {
                bad.add(poison.getKey());
                good.add("behind-" + poison.getKey());
                assertThat(amqp.send(anAmqpMessage(poison.getKey(), poison.getValue())))
                        .isInstanceOf(Accepted.class);
                assertThat(amqp.send(anAmqpMessage("behind-" + poison.getKey(), message -> {})))
                        .isInstanceOf(Accepted.class);
            }
        }
        overCore("core-compressed", message -> message.putBooleanProperty("_AMQ_LARGE_COMPRESSED", true));
        bad.add("core-compressed");
        overCore("last", message -> {});
        good.add("last");

        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(delivered()).containsAll(good);
            assertThat(artemis.count("events")).isZero();
        });
        List<JsonNode> parked = parked();
        assertThat(parked).extracting(each -> each.path("msgId").asText()).containsExactlyInAnyOrderElementsOf(bad);
        assertThat(parked).allSatisfy(each -> {
            assertThat(each.path("reason").asText()).isNotBlank();
            assertThat(each.path("redrivable").asBoolean()).isFalse();
            assertThat(node.call("GET", "/parked/" + each.path("id").asText(), "")
                            .at("/headers/sealpost_id")
                            .asText())
                    .isNotBlank();
        });
        assertThat(reason(parked, "value")).contains("AMQP value");
        assertThat(reason(parked, "timestamp")).contains("events.dead");
        assertThat(node.send(node.request("/actuator/health/intake")).body()).contains("\"UP\"");
    }

    /** A message without a parking queue goes to the dead-letter address of the broker. */
    @Test
    void goesOnWhileThereIsNoQueueToParkIn() throws Exception {
        long dead = artemis.count("events.dead");
        artemis.remove("events.parked");
        try {
            overCore("unparked", message -> message.putBooleanProperty("_AMQ_LARGE_COMPRESSED", true));
            overCore("behind-unparked", message -> {});

            Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(delivered()).contains("behind-unparked");
                assertThat(artemis.count("events.dead")).isEqualTo(dead + 1);
                assertThat(artemis.count("events")).isZero();
            });
            HttpResponse<String> list = node.send(node.request("/api/v1/parked"));
            assertThat(list.statusCode()).as(list.body()).isEqualTo(503);
            assertThat(list.body()).contains("events.parked");
        } finally {
            artemis.create("events.parked");
        }
    }

    private static String reason(List<JsonNode> parked, String id) {
        return parked.stream()
                .filter(each -> each.path("msgId").asText().equals(id))
                .map(each -> each.path("reason").asText())
                .findFirst()
                .orElseThrow();
    }

    private void overCore(String id, Consumer<ClientMessage> oddity) throws Exception {
        try (var locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + corePort);
                var factory = locator.createSessionFactory();
                var session = factory.createSession(
                        ExternalArtemis.PRODUCER, ExternalArtemis.PASSWORD, false, true, true, false, 1);
                var producer = session.createProducer("events")) {
            ClientMessage message = session.createMessage(true);
            labels(id).forEach((name, value) -> message.putStringProperty(name, value.toString()));
            message.getBodyBuffer().writeBytes(BODY.getBytes(StandardCharsets.UTF_8));
            oddity.accept(message);
            producer.send(message);
        }
    }
}
