package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.MqttClients;
import dev.sealpost.event.message.ContentCases;
import dev.sealpost.event.message.ContentCases.Case;
import dev.sealpost.event.message.ContentCases.Kind;
import dev.sealpost.event.message.ContentCases.Label;
import dev.sealpost.port.FreePorts;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
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
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Faults 5 to 9: what fits to its label is taken by every way, and what does not by none. Each case has an event type of its own,
 * and each way ends with one event that is good: when that is there, the others before it are, or are parked.
 */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ContentOfEveryWayInTest {

    private static final Case LAST = new Case(Kind.JSON, Label.JSON);

    private Node node;
    private int mqttPort;
    private int stompPort;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        mqttPort = FreePorts.next();
        stompPort = FreePorts.next();
        node = new Node(folder, "--sealpost.broker.mqtt-port=" + mqttPort, "--sealpost.broker.stomp-port=" + stompPort);
        node.anApplication("shop");
    }

    @AfterAll
    void stop() {
        node.close();
    }

    /** Sends one case, with this type. */
    private interface Way {
        void send(Case each, String type) throws Exception;
    }

    private static void sendAll(String name, Way way, Predicate<Case> possible) throws Exception {
        for (Case each : ContentCases.all()) {
            if (possible.test(each)) {
                way.send(each, name + "." + each.name());
            }
        }
        way.send(LAST, name + ".last");
    }

    /** Compares what has become an event with what should have. */
    private void assertTaken(String name, Predicate<Case> possible, Predicate<Case> fits) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.count("event WHERE type = '" + name + ".last'") == 1);
        TreeSet<String> expected = new TreeSet<>();
        ContentCases.all().stream()
                .filter(possible)
                .filter(fits)
                .forEach(each -> expected.add(name + "." + each.name()));
        expected.add(name + ".last");
        assertThat(new TreeSet<>(node.ids("SELECT type FROM event WHERE type LIKE '" + name + ".%'")))
                .isEqualTo(expected);
    }

    private static Map<String, String> properties(Case each, String type) {
        Map<String, String> properties = new HashMap<>();
        properties.put("sealpost_application", "shop");
        properties.put("sealpost_type", type);
        each.label().text.ifPresent(label -> properties.put("sealpost_content_type", label));
        return properties;
    }

    private void overJms(String name, ConnectionFactory factory, Predicate<Case> fits) throws Exception {
        try (Connection connection = factory.createConnection("sealpost", node.producerPassword())) {
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageProducer producer = session.createProducer(session.createQueue("events"));
            sendAll(
                    name,
                    (each, type) -> {
                        BytesMessage message = session.createBytesMessage();
                        message.writeBytes(each.kind().bytes);
                        for (var property : properties(each, type).entrySet()) {
                            message.setStringProperty(property.getKey(), property.getValue());
                        }
                        producer.send(message);
                    },
                    each -> true);
            session.commit();
        }
        assertTaken(name, each -> true, fits);
    }

    @Test
    void byCore() throws Exception {
        overJms("core", new ActiveMQConnectionFactory("tcp://127.0.0.1:" + node.corePort), Case::fits);
    }

    /** Its client of JMS labels bytes by itself. Those without another label are JSON where they are that, else bytes. */
    @Test
    void byAmqp() throws Exception {
        overJms(
                "amqp",
                new JmsConnectionFactory("amqp://127.0.0.1:" + node.amqpPort),
                each -> each.fits() || each.label() == Label.NONE);

        assertThat(node.ids("SELECT DISTINCT content_type FROM event WHERE type IN ('amqp.none.json',"
                        + " 'amqp.none.ascii_json')"))
                .containsExactly("application/json");
        assertThat(node.ids("SELECT DISTINCT content_type FROM event WHERE type LIKE 'amqp.none.%' AND type NOT IN"
                        + " ('amqp.none.json', 'amqp.none.ascii_json')"))
                .containsExactly("application/octet-stream");
    }

    @Test
    void byMqtt() throws Exception {
        Predicate<Case> possible = each -> each.label() != Label.LINE_BREAK;
        MqttClient paho = MqttClients.connected(
                "tcp://127.0.0.1:" + mqttPort, MqttClients.options("sealpost", node.producerPassword()));
        sendAll(
                "mqtt",
                (each, type) -> {
                    MqttMessage message = MqttClients.aMessage(1, "", properties(each, type));
                    message.setPayload(each.kind().bytes);
                    paho.publish("events", message);
                },
                possible);
        MqttClients.end(paho);

        assertTaken("mqtt", possible, Case::fits);
    }

    @Test
    void byStomp() throws Exception {
        Predicate<Case> possible = each -> each.label() != Label.LINE_BREAK;
        Stomp stomp = new Stomp("127.0.0.1", stompPort);
        stomp.setLogin("sealpost");
        stomp.setPasscode(node.producerPassword());
        BlockingConnection connection = stomp.connectBlocking();
        try {
            sendAll("stomp", (each, type) -> send(connection, each, type), possible);
        } finally {
            connection.close();
        }

        assertTaken("stomp", possible, Case::fits);
    }

    private static void send(BlockingConnection connection, Case each, String type) throws Exception {
        StompFrame frame = new StompFrame(Constants.SEND);
        frame.addHeader(Constants.DESTINATION, StompFrame.encodeHeader("events"));
        properties(each, type)
                .forEach((name, value) ->
                        frame.addHeader(StompFrame.encodeHeader(name), StompFrame.encodeHeader(value)));
        frame.content(new Buffer(each.kind().bytes));
        frame.addContentLengthHeader();
        assertThat(connection.request(frame).action()).isEqualTo(Constants.RECEIPT);
    }

    /** An event without data, and without a word about it, is none that is unfit. */
    private static boolean hasData(Case each) {
        return each.kind() != Kind.EMPTY || each.label() != Label.NONE;
    }

    private void assertAnswer(HttpClient http, HttpRequest.Builder request, Case each) throws Exception {
        var answer = http.send(request.build(), BodyHandlers.ofString());
        assertThat(answer.statusCode())
                .as(each + " " + answer.body())
                .isIn(each.fits() ? List.of(202) : List.of(415, 422));
    }

    @Test
    void byHttpAsABinaryCloudEvent() throws Exception {
        // The client refuses to send the others.
        Predicate<Case> possible =
                each -> hasData(each) && each.label() != Label.LINE_BREAK && each.label() != Label.NOT_ASCII;
        try (HttpClient http = HttpClient.newHttpClient()) {
            sendAll(
                    "binary",
                    (each, type) -> {
                        HttpRequest.Builder request = node.request("/api/v1/app/shop/msg")
                                .headers("ce-specversion", "1.0", "ce-id", type, "ce-source", "/a", "ce-type", type)
                                .POST(BodyPublishers.ofByteArray(each.kind().bytes));
                        each.label().text.ifPresent(label -> request.header("Content-Type", label));
                        assertAnswer(http, request, each);
                    },
                    possible);
        }

        assertTaken("binary", possible, Case::fits);
    }

    @Test
    void byHttpAsAStructuredCloudEvent() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            sendAll(
                    "structured",
                    (each, type) -> {
                        String label = each.label()
                                .text
                                .map(text -> ",\"datacontenttype\":\""
                                        + text.replace("\"", "\\\"").replace("\r\n", "\\r\\n") + "\"")
                                .orElse("");
                        String body = "{\"specversion\":\"1.0\",\"id\":\"" + type + "\",\"source\":\"/a\",\"type\":\""
                                + type + "\",\"data_base64\":\""
                                + Base64.getEncoder().encodeToString(each.kind().bytes) + "\"" + label + "}";
                        assertAnswer(
                                http,
                                node.request("/api/v1/app/shop/msg")
                                        .header("Content-Type", "application/cloudevents+json")
                                        .POST(BodyPublishers.ofString(body)),
                                each);
                    },
                    ContentOfEveryWayInTest::hasData);
        }

        assertTaken("structured", ContentOfEveryWayInTest::hasData, Case::fits);
    }

    /** Fault 39, in front of everything that the whole application puts there. */
    @Test
    void refusesOddPathsToTheActuatorAndOddHeadersInALine(CapturedOutput output) throws Exception {
        int port = URI.create(node.url("/")).getPort();
        for (String path : List.of(
                "/actuator;x/jolokia/version",
                "/actuator/jolokia;x/version",
                "/actuator//jolokia",
                "/actuator/%6aolokia/version",
                "/x/../actuator/jolokia/version",
                "/./actuator/jolokia/version",
                "/actuator%2fjolokia/version",
                "/actuator/jolokia/..;/health")) {
            assertRefused(port, path, "x");
        }
        for (String value : List.of("\u0001", "\u007f", "\u0080", "\u009f", "\u00e9")) {
            assertRefused(port, "/actuator/jolokia/version", value);
        }
        assertThat(output.getAll()).contains("api.rejected").doesNotContain("\tat ", "Exception");
    }

    private static void assertRefused(int port, String path, String header) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nX-A: " + header + "\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .as(path)
                    .startsWith("HTTP/1.1 400")
                    .contains("{\"code\":\"bad_request\"");
        }
    }
}
