package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.broker.AmqpClient;
import dev.sealpost.broker.AmqpTypes;
import dev.sealpost.broker.MqttClients;
import dev.sealpost.broker.StompClient;
import dev.sealpost.port.FreePorts;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.DeliveryAnnotations;
import org.apache.qpid.proton.amqp.messaging.Footer;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.apache.qpid.proton.amqp.messaging.Properties;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.message.Message;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.jspecify.annotations.Nullable;
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

    private static final String USER = "shop-producer";
    private static final String PASSWORD = "its password";
    private static final String BODY = "{ \"n\": 1.10 }";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Inbox inbox;
    private Node node;
    private int mqttPort;
    private int stompPort;

    /** Reasons that senders were given, by the id of their message; a message without one was accepted. */
    private final Map<String, String> refusals = new HashMap<>();

    private final List<String> sent = new ArrayList<>();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        inbox.answers("/all", Inbox.status(200));
        mqttPort = FreePorts.next();
        stompPort = FreePorts.next();
        node = new Node(
                folder,
                "--sealpost.broker.mqtt-port=" + mqttPort,
                "--sealpost.broker.stomp-port=" + stompPort,
                "--sealpost.broker.clients.largest-message=2MB",
                "--sealpost.broker.producers." + USER + ".password=" + PASSWORD);
        node.anEndpoint(node.anApplication("all"), inbox.url("/all"));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private Map<String, String> labels(String id) {
        sent.add(id);
        return new LinkedHashMap<>(
                Map.of("sealpost_application", "all", "sealpost_type", "order.created", "sealpost_id", id));
    }

    private List<String> delivered() {
        return inbox.at("/all").stream()
                .map(request -> request.header("webhook-id"))
                .toList();
    }

    private List<JsonNode> parked() {
        JsonNode list = node.call("GET", "/parked?limit=250", "").at("/data");
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    private List<JsonNode> parked(String id) {
        return parked().stream()
                .filter(each -> each.path("msgId").asText().equals(id))
                .toList();
    }

    private JsonNode awaitParked(String id) {
        return Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> parked(id), found -> !found.isEmpty())
                .getFirst();
    }

    private void awaitDelivered(String id) {
        Awaitility.await().atMost(PATIENCE).until(() -> delivered().contains(id));
    }

    /** Everything that was sent has one end, and what is behind it has arrived. */
    private void assertNothingIsInTheWay() {
        String behind = "behind-" + sent.size();
        node.call(
                "POST",
                "/app/all/msg",
                "{\"eventType\":\"order.created\",\"payload\":{},\"eventId\":\"" + behind + "\"}");
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> delivered = delivered();
            List<JsonNode> parked = parked();
            for (String id : sent) {
                // What was under way when the broker ended a reading may be delivered again, but is not parked as well.
                long ends = (delivered.contains(id) ? 1 : 0)
                        + parked.stream()
                                .filter(each -> each.path("msgId").asText().equals(id))
                                .count();
                assertThat(ends)
                        .as("%s, refused: %s", id, refusals.get(id))
                        .isEqualTo(refusals.containsKey(id) ? 0 : 1);
            }
        });
        assertThat(node.number("SELECT COUNT(*) FROM event WHERE uid = '" + behind + "'"))
                .isEqualTo(1);
        refusals.forEach((id, reason) -> {
            assertThat(reason).as(id).isNotBlank();
            if (!isReadByArtemis(id)) {
                assertThat(reason).as(id).doesNotContain("java.", "org.apache", "Exception");
            }
        });
        assertThat(health("intake")).contains("\"UP\"");
    }

    /** Artemis reads this annotation, and fails over it in its own words or by closing, before anybody else sees the message. */
    private static boolean isReadByArtemis(String id) {
        return id.startsWith("field-x-opt-routing-type");
    }

    private String health(String group) {
        try {
            return node.send(java.net.http.HttpRequest.newBuilder(
                            java.net.URI.create(node.url("/actuator/health/" + group))))
                    .body();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    // ---- AMQP ----

    private AmqpClient amqp() throws Exception {
        return new AmqpClient(node.amqpPort, USER, PASSWORD, "events");
    }

    private Message anAmqpMessage(String id) {
        Message message = Proton.message();
        Map<String, Object> properties = new LinkedHashMap<>(labels(id));
        message.setApplicationProperties(new ApplicationProperties(properties));
        message.setBody(new Data(new Binary(BODY.getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    @SuppressWarnings("unchecked")
    private static void setProperty(Message message, String name, @Nullable Object value) {
        message.getApplicationProperties().getValue().put(name, value);
    }

    private void send(AmqpClient amqp, String id, Message message) throws Exception {
        DeliveryState state;
        try {
            state = amqp.send(message);
        } catch (java.io.IOException e) {
            if (!isReadByArtemis(id)) {
                throw new AssertionError(id, e);
            }
            refusals.put(id, String.valueOf(e.getMessage()));
            return;
        }
        if (state instanceof Rejected rejected) {
            refusals.put(id, String.valueOf(rejected.getError().getDescription()));
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
                Object value = type.getValue();
                Map<String, Consumer<Message>> places = new LinkedHashMap<>();
                places.put("property", message -> setProperty(message, "at", value));
                places.put(
                        "annotation",
                        message -> message.setMessageAnnotations(
                                new MessageAnnotations(one(Symbol.valueOf("x-opt-at"), value))));
                places.put(
                        "delivery",
                        message -> message.setDeliveryAnnotations(
                                new DeliveryAnnotations(one(Symbol.valueOf("x-opt-at"), value))));
                places.put("footer", message -> message.setFooter(new Footer(one(Symbol.valueOf("at"), value))));
                places.put("value", message -> message.setBody(new AmqpValue(value)));
                places.put("sequence", message -> message.setBody(new AmqpSequence(java.util.Arrays.asList(value, 1))));
                for (Map.Entry<String, Consumer<Message>> place : places.entrySet()) {
                    String name = id + "-" + place.getKey();
                    Message message = anAmqpMessage(name);
                    place.getValue().accept(message);
                    send(amqp, name, message);
                }
            }
        }
        assertNothingIsInTheWay();

        assertThat(refusals.keySet()).noneMatch(id -> id.matches("amqp-(timestamp|uuid|binary.*|ulong)-.*-property"));
        assertThat(refusals.keySet()).anyMatch(id -> id.matches("amqp-list-.*-property"));
        for (String neither : List.of("boolean", "int", "uuid", "symbol", "ulong", "timestamp")) {
            assertThat(parked()).anySatisfy(each -> {
                assertThat(each.path("msgId").asText()).matches("amqp-" + neither + "-\\d+-value");
                assertThat(each.path("reason").asText()).contains("neither text nor bytes");
            });
        }
    }

    private static <K> Map<K, Object> one(K key, @Nullable Object value) {
        Map<K, Object> map = new HashMap<>();
        map.put(key, value);
        return map;
    }

    @Test
    void takesRefusesOrParksEveryFieldOfAmqp() throws Exception {
        Map<String, Consumer<Message>> fields = new LinkedHashMap<>();
        for (Object id : List.of("text", UnsignedLong.valueOf(-1L), UUID.randomUUID(), new Binary(new byte[] {1}))) {
            fields.put("message-id-" + id.getClass().getSimpleName(), message -> message.setMessageId(id));
            fields.put("correlation-id-" + id.getClass().getSimpleName(), message -> message.setCorrelationId(id));
        }
        fields.put("subject", message -> message.setSubject("a\r\nb"));
        fields.put("user-id", message -> message.setUserId(new byte[] {1, (byte) 255}));
        fields.put("group", message -> message.setGroupId("group"));
        fields.put("group-sequence", message -> message.setGroupSequence(1L << 31));
        fields.put("reply-to", message -> message.setReplyTo("elsewhere"));
        fields.put("expiry", message -> message.setExpiryTime(1));
        fields.put("creation", message -> message.setCreationTime(-1));
        fields.put("content-type", message -> message.setContentType("application/json"));
        fields.put("content-type-odd", message -> message.setContentType("é;;=\u0000"));
        fields.put("java", message -> message.setContentType("application/x-java-serialized-object"));
        fields.put("priority", message -> message.setPriority((short) 200));
        fields.put("ttl", message -> message.setTtl(1));
        fields.put("delivery-count", message -> message.setDeliveryCount(1L << 31));
        fields.put("durable", message -> message.setDurable(true));
        fields.put("no-body", message -> message.setBody(null));
        for (String annotation : List.of(
                "x-opt-delivery-time",
                "x-opt-delivery-delay",
                "x-opt-ingress-time",
                "x-opt-jms-dest",
                "x-opt-jms-reply-to",
                "x-opt-jms-msg-type",
                "x-opt-routing-type")) {
            for (Object value : List.of("text", true, 5, new Date(0), List.of(1))) {
                fields.put(annotation + "-" + value.getClass().getSimpleName(), message -> {
                    message.setProperties(new Properties());
                    message.setReplyTo("elsewhere");
                    message.setMessageAnnotations(new MessageAnnotations(one(Symbol.valueOf(annotation), value)));
                });
            }
        }
        for (Object value : List.of("text", true, 5, new Binary(new byte[] {1}))) {
            for (String name : List.of(
                    "_AMQ_LARGE_COMPRESSED",
                    "_AMQ_SCHED_DELIVERY",
                    "_AMQ_ROUTE_TO",
                    "_AMQ_DUPL_ID",
                    "_hornetq.forced.delivery.seq",
                    "mqtt.user.property.exists",
                    "JMSXDeliveryCount",
                    "JMS_AMQP_ORIGINAL_ENCODING")) {
                fields.put(
                        name.replace('.', '_') + "-" + value.getClass().getSimpleName(),
                        message -> setProperty(message, name, value));
            }
        }
        for (Map.Entry<String, Consumer<Message>> field : fields.entrySet()) {
            String id = "field-" + field.getKey();
            Message message = anAmqpMessage(id);
            field.getValue().accept(message);
            try (AmqpClient amqp = amqp()) {
                send(amqp, id, message);
            }
        }

        assertNothingIsInTheWay();
        assertThat(refusals).containsKeys("field-_AMQ_LARGE_COMPRESSED-Boolean", "field-_AMQ_ROUTE_TO-String");
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
                        .atMost(PATIENCE)
                        .until(() -> node.number("SELECT COUNT(*) FROM event WHERE uid = 'timed-" + size
                                        + "' AND created_at = 1767323045678")
                                == 1);
            }
        }
        assertNothingIsInTheWay();
    }

    @Test
    void parksWhatASenderOfAmqpCannotBeToldOf() throws Exception {
        try (AmqpClient amqp = amqp()) {
            Message message = anAmqpMessage("settled");
            setProperty(message, "tags", List.of("a", "b"));
            amqp.sendSettled(message);
            Message compressed = anAmqpMessage("settled-compressed");
            setProperty(compressed, "_AMQ_LARGE_COMPRESSED", true);
            amqp.sendSettled(compressed);

            // What the broker itself cannot give out ends the reading of the queue each time it is next.
            for (int i = 0; i < 3; i++) {
                Message list = anAmqpMessage("settled-list-" + i);
                list.setBody(new AmqpValue(List.of(new Date(0))));
                amqp.sendSettled(anAmqpMessage("before-list-" + i));
                amqp.sendSettled(list);
            }
            amqp.sendSettled(anAmqpMessage("after-lists"));
            awaitDelivered("after-lists");

            assertThat(awaitParked("settled").path("reason").asText())
                    .contains("the application property tags is a list");
            assertThat(awaitParked("settled-compressed").path("reason").asText())
                    .contains("_AMQ_LARGE_COMPRESSED");
            JsonNode shown = node.call(
                    "GET", "/parked/" + awaitParked("settled").path("id").asText(), "");
            assertThat(shown.at("/headers/tags").asText()).isEqualTo("[a, b]");
            assertThat(shown.at("/body").asText()).isEqualTo(BODY);
        }
        assertNothingIsInTheWay();
    }

    // ---- Core ----

    private interface CoreWork {
        void with(ClientSession session, ClientProducer producer) throws Exception;
    }

    private void overCore(CoreWork work, Consumer<ServerLocator> settings) throws Exception {
        try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + node.corePort)) {
            settings.accept(locator);
            try (var factory = locator.createSessionFactory();
                    var session = factory.createSession(USER, PASSWORD, false, true, true, false, 1);
                    var producer = session.createProducer("events")) {
                work.with(session, producer);
            }
        }
    }

    private ClientMessage aCoreMessage(ClientSession session, String id) {
        ClientMessage message = session.createMessage(true);
        labels(id).forEach(message::putStringProperty);
        message.getBodyBuffer().writeBytes(BODY.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private void send(ClientProducer producer, String id, ClientMessage message) throws Exception {
        try {
            producer.send(message);
        } catch (ActiveMQException e) {
            refusals.put(id, String.valueOf(e.getMessage()));
        }
    }

    /** Faults 2 and 3, and the rest of their kind. */
    @Test
    void takesRefusesOrParksEveryTypeOfCore() throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("boolean", true);
        values.put("byte", (byte) 7);
        values.put("bytes", new byte[] {1, (byte) 255});
        values.put("char", '\uD800');
        values.put("short", (short) 7);
        values.put("int", 7);
        values.put("long", 7L);
        values.put("float", Float.NaN);
        values.put("double", 1.1);
        values.put("text", "a\u0000\r\n\uD800");
        values.put("simple", SimpleString.of("7"));
        values.put("null", null);
        List<String> names = List.of(
                "at",
                "",
                "_AMQ_LARGE_COMPRESSED",
                "_AMQ_LARGE_SIZE",
                "_AMQ_ROUTING_TYPE",
                "_AMQ_GROUP_ID",
                "_AMQ_GROUP_SEQUENCE",
                "_AMQ_DUPL_ID",
                "_AMQ_SCHED_DELIVERY",
                "_AMQ_ROUTE_TOx",
                "_AMQ_LVQ_NAME",
                "_AMQ_INGRESS_TIMESTAMP",
                "_AMQ_CONTENT_TYPE",
                "_AMQ_ORIG_ADDRESS",
                "_HQ_ROUTE_TO",
                "_HDR_X",
                "_hornetq.forced.delivery.seq",
                "__AMQ_CID",
                "mqtt.user.property.exists",
                "mqtt.ordered.user.property.zz.x",
                "mqtt.ordered.user.property.99999999999.x",
                "JMSXGroupID",
                "JMSXDeliveryCount",
                "sealpost_unreadable",
                "sealpost_tags");
        overCore(
                (session, producer) -> {
                    int i = 0;
                    for (String name : names) {
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
                        labels(id).forEach(message::putStringProperty);
                        message.getBodyBuffer().writeBytes(new byte[] {1, 127, 127, 127, 127, 1});
                        send(producer, id, message);
                    }
                },
                locator -> {});

        assertNothingIsInTheWay();
        assertThat(refusals)
                .containsKey("core-" + names.indexOf("mqtt.user.property.exists") * values.size() + "-boolean");
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

        awaitParked("not-durable");
        assertNothingIsInTheWay();
    }

    /** Fault 4. */
    @Test
    void refusesABodyThatIsLargerThanTheLimitOnceItIsInflated() throws Exception {
        overCore(
                (session, producer) -> {
                    for (int size : new int[] {10, 500_000, 40_000_000}) {
                        String id = "blanks-" + size;
                        ClientMessage message = session.createMessage(true);
                        labels(id).forEach(message::putStringProperty);
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
                    labels(id).forEach(message::putStringProperty);
                    message.getBodyBuffer().writeBytes(new byte[3_000_000]);
                    send(producer, id, message);
                },
                locator -> {});

        assertNothingIsInTheWay();
        awaitDelivered("blanks-10");
        awaitDelivered("blanks-500000");
        assertThat(refusals.get("blanks-40000000")).contains("more than 2097152 bytes", "largest-message");
        assertThat(refusals.get("too-large")).contains("3000000 bytes");
    }

    // ---- MQTT and STOMP ----

    @Test
    void takesRefusesOrParksWhatMqttHas() throws Exception {
        MqttClient paho = MqttClients.connected("tcp://127.0.0.1:" + mqttPort, MqttClients.options(USER, PASSWORD));
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
                MqttMessage message = MqttClients.aMessage(1, BODY, labels(id));
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
                    refusals.put(id, "reason code " + e.getReasonCode());
                }
            }
        }
        MqttClients.end(paho);

        assertNothingIsInTheWay();
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
                Map<String, String> headers = labels(id);
                headers.put("destination", "events");
                headers.put("receipt", id);
                headers.put(name, value);
                try (StompClient stomp = StompClient.connected(
                        new Socket(InetAddress.getLoopbackAddress(), stompPort), USER, PASSWORD)) {
                    String answer = stomp.ask("SEND", headers, BODY);
                    if (answer.startsWith("ERROR")) {
                        refusals.put(
                                id,
                                answer.lines()
                                        .filter(line -> line.startsWith("message:"))
                                        .findFirst()
                                        .orElse(""));
                    }
                }
            }
        }

        assertNothingIsInTheWay();
        assertThat(refusals.get("stomp-4")).contains("_AMQ_LARGE_COMPRESSED");
    }
}
