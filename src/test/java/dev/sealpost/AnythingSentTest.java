package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.broker.AmqpCases;
import dev.sealpost.broker.AmqpClient;
import dev.sealpost.broker.AmqpTypes;
import dev.sealpost.broker.CoreCases;
import dev.sealpost.broker.MqttClients;
import dev.sealpost.broker.StompClient;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.message.Message;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever a producer sends, in each protocol with every type in every place: it is delivered, or refused with a reason, or parked
 * once; and the event behind it arrives. A case that is taken bears its name as the id of the event.
 */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(120)
class AnythingSentTest {

    private SentMessages sent;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        sent = new SentMessages(folder);
    }

    @AfterAll
    void stop() throws Exception {
        sent.close();
    }

    // ---- AMQP ----

    private AmqpClient amqp() throws Exception {
        return new AmqpClient(sent.node.amqpPort, SentMessages.USER, SentMessages.PASSWORD, "events");
    }

    private Message anAmqpMessage(String id) {
        Message message = Proton.message();
        Map<String, Object> properties = new LinkedHashMap<>(sent.labels(id));
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new Data(new Binary(SentMessages.BODY.getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    private void send(AmqpClient amqp, String id, Message message) throws Exception {
        DeliveryState state;
        try {
            state = amqp.send(message);
        } catch (java.io.IOException e) {
            if (!SentMessages.isReadByArtemis(id)) {
                throw new AssertionError(id, e);
            }
            sent.refusals.put(id, String.valueOf(e.getMessage()));
            return;
        }
        if (state instanceof Rejected rejected) {
            sent.refusals.put(id, String.valueOf(rejected.getError().getDescription()));
        } else {
            assertThat(state).as(id).isInstanceOf(Accepted.class);
        }
    }

    /** Faults 1 and 5. */
    @Test
    void takesRefusesOrParksEveryTypeOfAmqp() throws Exception {
        try (AmqpClient amqp = amqp()) {
            int i = 0;
            for (Map.Entry<String, Object> type : AmqpTypes.all().entrySet()) {
                String id = "amqp-" + type.getKey().replace(' ', '-') + "-" + i++;
                for (Map.Entry<String, Consumer<Message>> place :
                        AmqpCases.places(type.getValue()).entrySet()) {
                    String name = id + "-" + place.getKey();
                    Message message = anAmqpMessage(name);
                    place.getValue().accept(message);
                    send(amqp, name, message);
                }
            }
        }
        sent.assertNothingIsInTheWay();

        assertThat(sent.refusals.keySet())
                .noneMatch(id -> id.matches("amqp-(timestamp|uuid|binary.*|ulong)-.*-property"));
        assertThat(sent.refusals.keySet()).anyMatch(id -> id.matches("amqp-list-.*-property"));
        for (String neither : List.of("boolean", "int", "uuid", "symbol", "ulong", "timestamp")) {
            assertThat(sent.parked()).anySatisfy(each -> {
                assertThat(each.path("msgId").asText()).matches("amqp-" + neither + "-\\d+-value");
                assertThat(each.path("reason").asText()).contains("neither text nor bytes");
            });
        }
    }

    @Test
    void takesRefusesOrParksEveryFieldOfAmqp() throws Exception {
        for (Map.Entry<String, Consumer<Message>> field : AmqpCases.fields().entrySet()) {
            String id = "field-" + field.getKey();
            Message message = anAmqpMessage(id);
            field.getValue().accept(message);
            try (AmqpClient amqp = amqp()) {
                send(amqp, id, message);
            }
        }

        sent.assertNothingIsInTheWay();
        assertThat(sent.refusals).containsKeys("field-_AMQ_LARGE_COMPRESSED-Boolean", "field-_AMQ_ROUTE_TO-String");
    }

    /** Fault 1: the binding of CloudEvents for AMQP writes the time so. */
    @Test
    void takesACloudEventWithATimestampOfAmqp() throws Exception {
        try (AmqpClient amqp = amqp()) {
            for (int size : new int[] {10, 150 * 1024, 700 * 1024}) {
                Message message = Proton.message();
                Map<String, Object> properties = new HashMap<>(Map.of(
                        "cloudEvents:specversion", "1.0",
                        "cloudEvents:id", "timed-" + size,
                        "cloudEvents:source", "/orders",
                        "cloudEvents:type", "order.created",
                        "cloudEvents:sealpostapplication", "all",
                        "cloudEvents:time", new Date(1_767_323_045_678L)));
                message.setApplicationProperties(new ApplicationProperties(properties));
                message.setContentType("application/json");
                message.setDurable(true);
                message.setBody(
                        new Data(new Binary(("\"" + "x".repeat(size) + "\"").getBytes(StandardCharsets.UTF_8))));

                assertThat(amqp.send(message)).as("%s", size).isInstanceOf(Accepted.class);
                Awaitility.await()
                        .atMost(SentMessages.PATIENCE)
                        .until(() -> sent.node.number("SELECT COUNT(*) FROM event WHERE uid = 'timed-" + size
                                        + "' AND created_at = 1767323045678")
                                == 1);
            }
        }
        sent.assertNothingIsInTheWay();
    }

    @Test
    void parksWhatASenderOfAmqpCannotBeToldOf() throws Exception {
        try (AmqpClient amqp = amqp()) {
            Message message = anAmqpMessage("settled");
            AmqpCases.setProperty(message, "tags", List.of("a", "b"));
            amqp.sendSettled(message);
            Message compressed = anAmqpMessage("settled-compressed");
            AmqpCases.setProperty(compressed, "_AMQ_LARGE_COMPRESSED", true);
            amqp.sendSettled(compressed);

            // What the broker itself cannot give out ends the reading of the queue each time it is next.
            for (int i = 0; i < 3; i++) {
                Message list = anAmqpMessage("settled-list-" + i);
                list.setBody(new AmqpValue(List.of(new Date(0))));
                amqp.sendSettled(anAmqpMessage("before-list-" + i));
                amqp.sendSettled(list);
            }
            amqp.sendSettled(anAmqpMessage("after-lists"));
            sent.awaitDelivered("after-lists");

            assertThat(sent.awaitParked("settled").path("reason").asText())
                    .contains("the application property tags is a list");
            assertThat(sent.awaitParked("settled-compressed").path("reason").asText())
                    .contains("_AMQ_LARGE_COMPRESSED");
            JsonNode shown = sent.node.call(
                    "GET", "/parked/" + sent.awaitParked("settled").path("id").asText(), "");
            assertThat(shown.at("/headers/tags").asText()).isEqualTo("[a, b]");
            assertThat(shown.at("/body").asText()).isEqualTo(SentMessages.BODY);
        }
        sent.assertNothingIsInTheWay();
    }

    // ---- Core ----

    private interface CoreWork {
        void with(ClientSession session, ClientProducer producer) throws Exception;
    }

    private void overCore(CoreWork work, Consumer<ServerLocator> settings) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + sent.node.corePort)) {
            settings.accept(locator);
            try (var factory = locator.createSessionFactory();
                    var session = factory.createSession(
                            SentMessages.USER, SentMessages.PASSWORD, false, true, true, false, 1);
                    var producer = session.createProducer("events")) {
                work.with(session, producer);
            }
        }
    }

    private ClientMessage aCoreMessage(ClientSession session, String id) {
        ClientMessage message = session.createMessage(true);
        sent.labels(id).forEach(message::putStringProperty);
        message.getBodyBuffer().writeBytes(SentMessages.BODY.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private void send(ClientProducer producer, String id, ClientMessage message) throws Exception {
        try {
            producer.send(message);
        } catch (ActiveMQException e) {
            sent.refusals.put(id, String.valueOf(e.getMessage()));
        }
    }

    /** Faults 2 and 3, and the rest of their kind. */
    @Test
    void takesRefusesOrParksEveryTypeOfCore() throws Exception {
        Map<String, Object> values = CoreCases.values();
        overCore(
                (session, producer) -> {
                    int i = 0;
                    for (String name : CoreCases.NAMES) {
                        for (Map.Entry<String, Object> value : values.entrySet()) {
                            String id = "core-" + i++ + "-" + value.getKey();
                            ClientMessage message = aCoreMessage(session, id);
                            message.putObjectProperty(name, value.getValue());
                            send(producer, id, message);
                        }
                    }
                    for (byte type : new byte[] {0, 2, 3, 4, 5, 6, 7, 99}) {
                        String id = "core-type-" + type;
                        ClientMessage message = session.createMessage(type, true);
                        sent.labels(id).forEach(message::putStringProperty);
                        message.getBodyBuffer().writeBytes(new byte[] {1, 127, 127, 127, 127, 1});
                        send(producer, id, message);
                    }
                },
                locator -> {});

        sent.assertNothingIsInTheWay();
        assertThat(sent.refusals)
                .containsKey(
                        "core-" + CoreCases.NAMES.indexOf("mqtt.user.property.exists") * values.size() + "-boolean");
    }

    @Test
    void parksWhatASenderOfCoreDoesNotAskAbout() throws Exception {
        overCore(
                (session, producer) -> {
                    ClientMessage message = aCoreMessage(session, "not-durable");
                    message.setDurable(false);
                    message.putBooleanProperty("_AMQ_LARGE_COMPRESSED", true);
                    message.putIntProperty("mqtt.user.property.exists", 1);
                    message.putStringProperty("mqtt.ordered.user.property.zz.x", "y");
                    producer.send(message);
                },
                locator -> {});

        sent.awaitParked("not-durable");
        sent.assertNothingIsInTheWay();
    }

    /** Fault 4. */
    @Test
    void refusesABodyThatIsLargerThanTheLimitOnceItIsInflated() throws Exception {
        overCore(
                (session, producer) -> {
                    for (int size : new int[] {10, 500_000, 40_000_000}) {
                        String id = "blanks-" + size;
                        ClientMessage message = session.createMessage(true);
                        sent.labels(id).forEach(message::putStringProperty);
                        message.setBodyInputStream(new java.io.ByteArrayInputStream(
                                ("\"" + " ".repeat(size) + "\"").getBytes(StandardCharsets.UTF_8)));
                        send(producer, id, message);
                    }
                },
                locator -> {
                    locator.setCompressLargeMessage(true);
                    locator.setMinLargeMessageSize(10_000);
                });
        overCore(
                (session, producer) -> {
                    String id = "too-large";
                    ClientMessage message = session.createMessage(true);
                    sent.labels(id).forEach(message::putStringProperty);
                    message.getBodyBuffer().writeBytes(new byte[3_000_000]);
                    send(producer, id, message);
                },
                locator -> {});

        sent.assertNothingIsInTheWay();
        sent.awaitDelivered("blanks-10");
        sent.awaitDelivered("blanks-500000");
        assertThat(sent.refusals.get("blanks-40000000")).contains("more than 2097152 bytes", "largest-message");
        assertThat(sent.refusals.get("too-large")).contains("3000000 bytes");
    }

    // ---- MQTT and STOMP ----

    @Test
    void takesRefusesOrParksWhatMqttHas() throws Exception {
        MqttClient paho = MqttClients.connected(
                "tcp://127.0.0.1:" + sent.mqttPort, MqttClients.options(SentMessages.USER, SentMessages.PASSWORD));
        int i = 0;
        for (String name : List.of(
                "at",
                "",
                ".",
                "a.b",
                "_AMQ_LARGE_COMPRESSED",
                "mqtt.user.property.exists",
                "é😀",
                "JMSXGroupID",
                "at at")) {
            for (String value : List.of("", "true", "a\r\nb", "x".repeat(5_000))) {
                String id = "mqtt-" + i++;
                MqttMessage message = MqttClients.aMessage(1, SentMessages.BODY, sent.labels(id));
                List<UserProperty> all = new ArrayList<>(message.getProperties().getUserProperties());
                all.add(new UserProperty(name, value));
                message.getProperties().setUserProperties(all);
                message.getProperties().setCorrelationData(new byte[] {1, (byte) 255});
                message.getProperties().setResponseTopic("elsewhere");
                message.getProperties().setPayloadFormat(true);
                message.getProperties().setMessageExpiryInterval(1_000L);
                try {
                    paho.publish("events", message);
                } catch (MqttException e) {
                    sent.refusals.put(id, "reason code " + e.getReasonCode());
                }
            }
        }
        MqttClients.end(paho);

        sent.assertNothingIsInTheWay();
    }

    @Test
    void takesRefusesOrParksWhatStompHas() throws Exception {
        int i = 0;
        for (String name : List.of(
                "at",
                "_AMQ_LARGE_COMPRESSED",
                "_AMQ_ROUTING_TYPE",
                "_AMQ_SCHED_DELIVERY",
                "AMQ_SCHEDULED_TIME",
                "AMQ_SCHEDULED_DELAY",
                "destination-type",
                "priority",
                "expires",
                "correlation-id",
                "reply-to",
                "type",
                "content-type",
                "JMSXGroupID",
                "mqtt.user.property.exists",
                "_hornetq.forced.delivery.seq")) {
            for (String value : List.of("true", "7", "", "text")) {
                String id = "stomp-" + i++;
                Map<String, String> headers = sent.labels(id);
                headers.put("destination", "events");
                headers.put("receipt", id);
                headers.put(name, value);
                try (StompClient stomp = StompClient.connected(
                        new Socket(InetAddress.getLoopbackAddress(), sent.stompPort),
                        SentMessages.USER,
                        SentMessages.PASSWORD)) {
                    String answer = stomp.ask("SEND", headers, SentMessages.BODY);
                    if (answer.startsWith("ERROR")) {
                        sent.refusals.put(
                                id,
                                answer.lines()
                                        .filter(line -> line.startsWith("message:"))
                                        .findFirst()
                                        .orElse(""));
                    }
                }
            }
        }

        sent.assertNothingIsInTheWay();
        assertThat(sent.refusals.get("stomp-4")).contains("_AMQ_LARGE_COMPRESSED");
    }
}
