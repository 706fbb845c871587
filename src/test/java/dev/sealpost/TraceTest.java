package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a producer goes on at the receiver, whichever way the event came in. */
@TestInstance(Lifecycle.PER_CLASS)
class TraceTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        inbox.answers("/route", Inbox.status(200));
        Path routes = Files.createDirectories(folder.resolve("home").resolve("routes"));
        Files.writeString(routes.resolve("forward.camel.yaml"), """
                - route:
                    id: forward
                    from:
                      uri: event:order.*?application=route
                      steps:
                        - to:
                            uri: %s
                """.formatted(inbox.url("/route")));
        node = new Node(folder.resolve("data"), "--sealpost.home.directory=" + folder.resolve("home"));
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private List<Inbox.Received> received(String path, int number) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> inbox.at(path).size() >= number);
        return inbox.at(path);
    }

    private void post(String application, String... headers) throws Exception {
        HttpRequest.Builder request = node.request("/api/v1/app/" + application + "/msg")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"eventType\":\"order.created\",\"payload\":{}}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> answer = node.send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static void assertIsAStepOf(Inbox.Received request) {
        assertThat(request.header("traceparent"))
                .matches("00-" + TRACE + "-[0-9a-f]{16}-01")
                .isNotEqualTo(PARENT);
        assertThat(request.headers().get("traceparent")).hasSize(1);
    }

    @Test
    void goesOnThroughHttpAndEachAttemptIsAStepOfItsOwn() throws Exception {
        inbox.answers("/http", Inbox.status(500));
        node.anEndpoint(node.anApplication("http"), inbox.url("/http"));

        post("http", "traceparent", PARENT, "tracestate", "rojo=1", "tracestate", "congo=2");

        List<Inbox.Received> attempts = received("/http", 3);
        assertThat(attempts).hasSize(3).allSatisfy(TraceTest::assertIsAStepOf);
        assertThat(attempts).extracting(request -> request.header("tracestate")).containsOnly("rojo=1,congo=2");
        assertThat(attempts)
                .extracting(request -> request.header("traceparent"))
                .doesNotHaveDuplicates();
    }

    @Test
    void goesOnThroughJmsAndAmqp() throws Exception {
        inbox.answers("/queue", Inbox.status(200));
        node.anEndpoint(node.anApplication("queue"), inbox.url("/queue"));
        for (ConnectionFactory factory : List.of(
                new ActiveMQConnectionFactory("tcp://127.0.0.1:" + node.corePort),
                new JmsConnectionFactory("amqp://127.0.0.1:" + node.amqpPort))) {
            try (Connection connection = factory.createConnection("sealpost", node.producerPassword())) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                TextMessage message = session.createTextMessage("{}");
                message.setStringProperty("sealpost_application", "queue");
                message.setStringProperty("sealpost_type", "order.created");
                message.setStringProperty("traceparent", PARENT);
                session.createProducer(session.createQueue("events")).send(message);
            }
        }

        assertThat(received("/queue", 2)).hasSize(2).allSatisfy(TraceTest::assertIsAStepOf);
    }

    @Test
    void goesOnThroughACloudEvent() throws Exception {
        inbox.answers("/cloud", Inbox.status(200));
        node.anEndpoint(node.anApplication("cloud"), inbox.url("/cloud"));
        String structured = "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/shop\",\"type\":\"order.created\","
                + "\"traceparent\":\"" + PARENT + "\",\"datacontenttype\":\"application/json\",\"data\":{}}";

        HttpResponse<String> answer = node.send(node.request("/api/v1/app/cloud/msg")
                .header("Content-Type", "application/cloudevents+json")
                .POST(HttpRequest.BodyPublishers.ofString(structured)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        assertThat(received("/cloud", 1)).hasSize(1).allSatisfy(TraceTest::assertIsAStepOf);
    }

    @Test
    void goesOnInARoute() throws Exception {
        node.anApplication("route");

        post("route", "traceparent", PARENT, "tracestate", "rojo=1");

        assertThat(received("/route", 1)).hasSize(1).allSatisfy(TraceTest::assertIsAStepOf);
        assertThat(inbox.at("/route").getFirst().header("tracestate")).isEqualTo("rojo=1");
    }

    @Test
    void isNotMadeUpWhereThereIsNone() throws Exception {
        inbox.answers("/none", Inbox.status(200));
        node.anEndpoint(node.anApplication("none"), inbox.url("/none"));

        post("none");
        post("none", "traceparent", "nonsense", "tracestate", "rojo=1");

        assertThat(received("/none", 2))
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKeys("traceparent", "tracestate"));
    }
}
