package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.MqttClients;
import dev.sealpost.port.FreePorts;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.fusesource.hawtbuf.Buffer;
import org.fusesource.stomp.client.BlockingConnection;
import org.fusesource.stomp.client.Constants;
import org.fusesource.stomp.client.Stomp;
import org.fusesource.stomp.codec.StompFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** From clients that others wrote to a receiver's socket, with a producer that the configuration declares. */
@TestInstance(Lifecycle.PER_CLASS)
class EveryWayInTest {

    private static final String USER = "shop-producer";
    private static final String PASSWORD = "its password";
    private static final String BODY = "{ \"n\": 1.10, \"text\": \"ä€😀\" }";

    private Inbox inbox;
    private Node node;
    private int mqttPort;
    private int stompPort;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        mqttPort = FreePorts.next();
        stompPort = FreePorts.next();
        node = new Node(
                folder,
                "--sealpost.broker.mqtt-port=" + mqttPort,
                "--sealpost.broker.stomp-port=" + stompPort,
                "--sealpost.broker.producers." + USER + ".password=" + PASSWORD);
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private ApplicationId anApplication(String uid) {
        inbox.answers("/" + uid, Inbox.status(200));
        ApplicationId application = node.anApplication(uid);
        node.anEndpoint(application, inbox.url("/" + uid));
        return application;
    }

    private List<Inbox.Received> received(String uid, int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> inbox.at("/" + uid).size() >= number);
        assertThat(inbox.at("/" + uid))
                .extracting(request -> new String(request.body(), StandardCharsets.UTF_8))
                .containsOnly(BODY);
        return inbox.at("/" + uid);
    }

    private String typesOf(ApplicationId application) {
        return String.join(
                ",",
                node.call("GET", "/app/" + application.value() + "/msg", "")
                        .at("/data")
                        .findValuesAsText("eventType"));
    }

    private void overMqtt(MqttMessage... messages) throws Exception {
        MqttClient paho = MqttClients.connected("tcp://127.0.0.1:" + mqttPort, MqttClients.options(USER, PASSWORD));
        for (MqttMessage message : messages) {
            paho.publish("events", message);
        }
        MqttClients.end(paho);
    }

    /** Returns when the broker has said that it has it. */
    private void overStomp(String destination, Map<String, String> headers, String body) throws Exception {
        Stomp stomp = new Stomp("127.0.0.1", stompPort);
        stomp.setLogin(USER);
        stomp.setPasscode(PASSWORD);
        BlockingConnection connection = stomp.connectBlocking();
        try {
            StompFrame frame = new StompFrame(Constants.SEND);
            frame.addHeader(Constants.DESTINATION, StompFrame.encodeHeader(destination));
            headers.forEach(
                    (name, value) -> frame.addHeader(StompFrame.encodeHeader(name), StompFrame.encodeHeader(value)));
            frame.content(new Buffer(body.getBytes(StandardCharsets.UTF_8)));
            frame.addContentLengthHeader();
            assertThat(connection.request(frame).action()).isEqualTo(Constants.RECEIPT);
        } finally {
            connection.close();
        }
    }

    /** Over AMQP, where names of properties may have any form. */
    private void overAmqp(Map<String, String> properties, boolean asText, String body) throws Exception {
        String url = "amqp://127.0.0.1:" + node.amqpPort + "?jms.validatePropertyNames=false";
        try (Connection connection = new JmsConnectionFactory(url).createConnection(USER, PASSWORD)) {
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
            Message message;
            if (asText) {
                message = session.createTextMessage(body);
            } else {
                BytesMessage bytes = session.createBytesMessage();
                bytes.writeBytes(body.getBytes(StandardCharsets.UTF_8));
                message = bytes;
            }
            for (var each : properties.entrySet()) {
                message.setStringProperty(each.getKey(), each.getValue());
            }
            session.createProducer(session.createQueue("events")).send(message);
        }
    }

    @Test
    void deliversWhatComesByMqttAndStomp() throws Exception {
        ApplicationId application = anApplication("plain");
        Map<String, String> properties =
                Map.of("sealpost_application", "plain", "sealpost_type", "order.created", "sealpost_tags", "a,b");
        // The first is not confirmed; once the second is, the first is there too.
        overMqtt(MqttClients.aMessage(0, BODY, properties), MqttClients.aMessage(1, BODY, properties));
        overStomp("events", properties, BODY);
        overStomp("events.ordered", properties, BODY);

        received("plain", 4);

        assertThat(typesOf(application)).isEqualTo("order.created,order.created,order.created,order.created");
    }

    private static Map<String, String> attributes(String prefix, String id, String uid) {
        Map<String, String> properties = new HashMap<>();
        Map.of(
                        "specversion",
                        "1.0",
                        "id",
                        id,
                        "source",
                        "/orders",
                        "type",
                        "order.created",
                        "datacontenttype",
                        "application/json",
                        "sealpostapplication",
                        uid)
                .forEach((name, value) -> properties.put(prefix + name, value));
        return properties;
    }

    private static CloudEvent anEvent(String id, String uid) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/orders"))
                .withType("order.created")
                .withExtension("sealpostapplication", uid)
                .withData("application/json", BODY.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    /** Seven events. */
    private void sendByEveryBinding(String uid) throws Exception {
        overAmqp(attributes("cloudEvents:", "amqp", uid), false, BODY);
        overAmqp(attributes("cloudEvents_", "jms", uid), true, BODY);
        String whole = new String(new JsonFormat().serialize(anEvent("amqp-whole", uid)), StandardCharsets.UTF_8);
        overAmqp(Map.of("sealpost_content_type", "application/cloudevents+json"), true, whole);
        MqttMessage structured = MqttClients.aMessage(
                1,
                new String(new JsonFormat().serialize(anEvent("mqtt-whole", uid)), StandardCharsets.UTF_8),
                Map.of());
        structured.getProperties().setContentType("application/cloudevents+json");
        MqttMessage ofMqtt3 = new MqttMessage(new JsonFormat().serialize(anEvent("mqtt-3", uid)), 1, false, null);
        overMqtt(MqttClients.aMessage(1, BODY, attributes("", "mqtt", uid)), structured, ofMqtt3);
        Map<String, String> headers = attributes("ce_", "stomp", uid);
        headers.put("content-type", headers.remove("ce_datacontenttype"));
        overStomp("events", headers, BODY);
    }

    @Test
    void deliversCloudEventsOfEveryBinding() throws Exception {
        ApplicationId application = anApplication("cloud");
        sendByEveryBinding("cloud");
        post("cloud", anEvent("http", "cloud"));

        List<Inbox.Received> received = received("cloud", 8);

        assertThat(received).extracting(request -> request.header("webhook-id")).doesNotHaveDuplicates();
        assertThat(received)
                .extracting(request -> request.header("content-type"))
                .containsOnly("application/json");
        assertThat(node.call("GET", "/app/cloud/msg", "").at("/data").findValuesAsText("eventId"))
                .containsExactlyInAnyOrder(
                        "amqp", "jms", "amqp-whole", "mqtt", "mqtt-whole", "mqtt-3", "stomp", "http");
        assertThat(typesOf(application)).doesNotContain("unknown");
    }

    /** Parked, as their application was not there; and redriven, once it is. */
    @Test
    void keepsTheLabelsOfWhatIsRedriven() throws Exception {
        sendByEveryBinding("later");
        Map<String, String> properties = Map.of("sealpost_application", "later", "sealpost_type", "note.written");
        MqttMessage ofMqtt = MqttClients.aMessage(1, BODY, properties);
        ofMqtt.getProperties().setContentType("text/plain");
        overMqtt(ofMqtt);
        Map<String, String> headers = new HashMap<>(properties);
        headers.put("content-type", "text/plain");
        overStomp("events", headers, BODY);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> parkedFor("later") == 9);
        ApplicationId application = anApplication("later");

        node.call("POST", "/parked/redrive", "{\"reason\":\"later\"}");

        assertThat(received("later", 9))
                .extracting(request -> request.header("content-type"))
                .containsExactlyInAnyOrder(
                        "application/json",
                        "application/json",
                        "application/json",
                        "application/json",
                        "application/json",
                        "application/json",
                        "application/json",
                        "text/plain",
                        "text/plain");
        assertThat(node.call("GET", "/app/later/msg", "").at("/data").findValuesAsText("eventId"))
                .contains("amqp", "jms", "amqp-whole", "mqtt", "mqtt-whole", "mqtt-3", "stomp");
        assertThat(typesOf(application)).doesNotContain("unknown");
    }

    /** Over HTTP the answer is 422; every other way is parked with the same text. */
    @Test
    void refusesUnknownEventTypesByEveryWay() throws Exception {
        ApplicationId application = anApplication("strict");
        node.call("PATCH", "/app/strict", "{\"unknownEventTypes\":\"refuse\"}");
        Map<String, String> properties = Map.of("sealpost_application", "strict", "sealpost_type", "order.created");
        overMqtt(MqttClients.aMessage(1, BODY, properties));
        overStomp("events", properties, BODY);
        overAmqp(properties, false, BODY);
        sendByEveryBinding("strict");

        String refusal =
                "the event type order.created is unknown or archived, and this application accepts known ones only";
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> parkedFor(refusal) == 10);
        HttpResponse<String> answer = node.post(application, "{\"eventType\":\"order.created\",\"payload\":{}}");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("/eventType", refusal);
        assertThat(inbox.at("/strict")).isEmpty();

        node.call("PATCH", "/app/strict", "{\"unknownEventTypes\":null}");
        node.call("POST", "/parked/redrive", "{\"reason\":\"unknown or archived\"}");
        assertThat(received("strict", 10)).hasSize(10);
    }

    private long parkedFor(String uid) {
        return node.call("GET", "/parked", "").at("/data").findValuesAsText("reason").stream()
                .filter(reason -> reason.contains(uid))
                .count();
    }

    private String post(String uid, CloudEvent event) throws Exception {
        HttpRequest.Builder request = node.request("/api/v1/app/" + uid + "/msg");
        HttpMessageFactory.createWriter(request::header, body -> request.POST(BodyPublishers.ofByteArray(body)))
                .writeBinary(event);
        var answer = node.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return answer.body();
    }

    @Test
    void deliversACloudEventOnceThatComesTwoWays() throws Exception {
        ApplicationId application = anApplication("twice");
        String first = post("twice", anEvent("a-1", "twice"));
        overAmqp(attributes("cloudEvents_", "a-1", "twice"), true, BODY);
        overMqtt(MqttClients.aMessage(1, BODY, attributes("", "a-1", "twice")));
        overMqtt(MqttClients.aMessage(1, BODY, attributes("", "last", "twice")));

        List<Inbox.Received> received = received("twice", 2);

        assertThat(received).hasSize(2);
        assertThat(first).contains(received.getFirst().header("webhook-id"));
        assertThat(typesOf(application)).isEqualTo("order.created,order.created");
    }

    @Test
    void parksACloudEventThatCannotBeTakenWithTheReason() throws Exception {
        Map<String, String> wrong = attributes("", "1", "cloud");
        wrong.put("type", "com/example");
        overMqtt(MqttClients.aMessage(1, BODY, wrong));

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.call("GET", "/parked", "").toString())
                        .contains("invalid CloudEvent: /type: an event type must"));
    }
}
