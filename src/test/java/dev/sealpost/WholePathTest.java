package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.node.DataDirectoryInUseException;
import dev.sealpost.port.FreePorts;
import dev.sealpost.signature.SigningSecret;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** From a producer to a receiver's socket, through everything in between. */
@TestInstance(Lifecycle.PER_CLASS)
class WholePathTest {

    private Path data;
    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        data = folder;
        inbox = new Inbox();
        node = new Node(data);
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    private List<Map<String, Object>> attemptsOfOne(String path, int expected) {
        ApplicationId application = node.anApplication(path.substring(1));
        node.anEndpoint(application, inbox.url(path));
        EventId event = node.publish(application, "{}");
        eventually().until(() -> node.attempts(event).size() >= expected);
        return node.attempts(event);
    }

    @Test
    void deliversTheExactBytesSignedByTheStandard() throws Exception {
        inbox.answers("/good", Inbox.body(200, "thanks".getBytes(StandardCharsets.UTF_8)));
        ApplicationId application = node.anApplication("good");
        SigningSecret secret = node.anEndpoint(application, inbox.url("/good"));
        String body = "{ \"n\": 1.10, \"text\": \"ä€😀\" }";

        EventId event = node.publish(application, body);

        eventually().until(() -> node.outcomes(event).equals(List.of("succeeded")));
        Inbox.Received request = inbox.at("/good").getFirst();
        assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo(body);
        assertThat(request.header("webhook-id")).isEqualTo(event.value());
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.headers().keySet())
                .noneMatch(name -> name.startsWith("Camel") || name.startsWith("Sealpost"));
        new Webhook(secret.reveal()).verify(body, HttpHeaders.of(request.headers(), (name, value) -> true));
        assertThat(node.attempts(event).getFirst())
                .containsEntry("response", "thanks")
                .containsEntry("status", 200);
        assertThat(inbox.at("/good")).hasSize(1);
    }

    @Test
    void comesAgainAfterA500WithTheSameIdAndBytes() {
        AtomicInteger requests = new AtomicInteger();
        inbox.answers(
                "/flaky",
                (request, out) -> Inbox.status(requests.incrementAndGet() == 1 ? 500 : 200)
                        .write(request, out));

        List<Map<String, Object>> attempts = attemptsOfOne("/flaky", 2);

        assertThat(attempts).extracting(row -> row.get("outcome")).containsExactly("rejected", "succeeded");
        assertThat(inbox.at("/flaky"))
                .extracting(request -> request.header("webhook-id"))
                .hasSize(2)
                .containsOnly(inbox.at("/flaky").getFirst().header("webhook-id"));
    }

    @Test
    void givesUpOnAPortThatNobodyListensOn() throws Exception {
        int port = FreePorts.next();
        ApplicationId application = node.anApplication("nobody");
        node.anEndpoint(application, "http://127.0.0.1:" + port + "/");

        EventId event = node.publish(application, "{}");

        eventually()
                .until(() -> node.count("ended_delivery WHERE ending = 'dead' AND event_id = '" + event + "'") == 1);
        assertThat(node.outcomes(event)).containsExactly("unreachable", "unreachable", "unreachable");
    }

    @Test
    void holdsWhatAPausedApplicationIsOwedUntilItIsResumed() {
        inbox.answers("/paused", Inbox.status(200));
        ApplicationId application = node.anApplication("paused");
        node.anEndpoint(application, inbox.url("/paused"));
        node.pause(application, true);

        EventId event = node.publish(application, "{}");

        eventually()
                .until(() ->
                        node.count("due_delivery WHERE reason = 'paused' AND event_id = '" + event.value() + "'") == 1);
        assertThat(node.attempts(event)).isEmpty();
        node.pause(application, false);
        eventually().until(() -> node.outcomes(event).equals(List.of("succeeded")));
    }

    @Test
    void doesNotFollowRedirects() {
        inbox.answers("/elsewhere", Inbox.status(200));
        inbox.answers("/moved", Inbox.status(307, "Location: " + inbox.url("/elsewhere")));

        List<Map<String, Object>> attempts = attemptsOfOne("/moved", 1);

        assertThat(attempts.getFirst()).containsEntry("outcome", "rejected").containsEntry("status", 307);
        assertThat(inbox.at("/elsewhere")).isEmpty();
    }

    @Test
    void cutsAReceiverThatDripsAtTheDeadline() {
        inbox.answers("/drip", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            CountDownLatch never = new CountDownLatch(1);
            for (int i = 0; i < 1_000; i++) {
                out.write('.');
                out.flush();
                if (never.await(300, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        });

        Map<String, Object> attempt = attemptsOfOne("/drip", 1).getFirst();

        assertThat(attempt).containsEntry("outcome", "timed-out").containsEntry("status", null);
        assertThat(((Number) java.util.Objects.requireNonNull(attempt.get("duration"))).longValue())
                .isBetween(1_400L, 4_000L);
    }

    @Test
    void readsAFewBytesOfAnAnswerOf10Gigabytes() {
        inbox.answers("/endless", (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] block = new byte[65_536];
            Arrays.fill(block, (byte) 'x');
            for (long sent = 0; sent < 10_737_418_240L; sent += block.length) {
                out.write(block);
            }
        });

        Map<String, Object> attempt = attemptsOfOne("/endless", 1).getFirst();

        assertThat(attempt).containsEntry("outcome", "succeeded");
        assertThat(String.valueOf(attempt.get("response"))).hasSize(4_096);
    }

    @Test
    void storesAnswersThatAreNoText() {
        inbox.answers("/binary", Inbox.body(500, new byte[] {'a', 0, (byte) 0xff, (byte) 0xf0, (byte) 0x9f, 'b'}));

        Map<String, Object> attempt = attemptsOfOne("/binary", 1).getFirst();

        assertThat(attempt).containsEntry("outcome", "rejected").containsEntry("status", 500);
        assertThat(String.valueOf(attempt.get("response")))
                .startsWith("a\uFFFD")
                .endsWith("b")
                .doesNotContain("\u0000");
    }

    @Test
    void survivesAnAnswerThatIsNotHttp() {
        inbox.answers("/garbage", (request, out) -> {
            out.write("SSH-2.0-OpenSSH_9.6\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            out.close();
        });

        assertThat(attemptsOfOne("/garbage", 1).getFirst()).containsEntry("outcome", "unreachable");
    }

    /** Whatever producers send: good ones are delivered, the others are parked with their reason, and nothing stops. */
    @Test
    void parksWhatCannotBeUnderstoodAndDeliversAllElse() throws Exception {
        inbox.answers("/mixed", Inbox.status(200));
        node.anEndpoint(node.anApplication("mixed"), inbox.url("/mixed"));
        byte[] tooLarge = new byte[1024 * 1024 + 1];
        Arrays.fill(tooLarge, (byte) 'x');
        for (ConnectionFactory factory : List.of(core(), amqp())) {
            try (Connection connection = factory.createConnection("sealpost", node.producerPassword())) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                send(session, bytes(session, tooLarge), "mixed", "order.created", "");
                send(session, text(session, "no type"), "mixed", "", "");
                send(session, text(session, "no application"), "", "order.created", "");
                send(session, text(session, "nobody"), "nobody", "order.created", "");
                send(session, text(session, "bad type"), "mixed", "order created", "");
                send(session, text(session, "bad id"), "mixed", "order.created", "a b");
                send(session, session.createMapMessage(), "mixed", "order.created", "");
                send(session, session.createStreamMessage(), "mixed", "order.created", "");
                send(session, session.createObjectMessage("x"), "mixed", "order.created", "");
                send(session, text(session, "\"good text ä€😀\""), "mixed", "order.created", "");
                send(
                        session,
                        bytes(session, "\"good bytes\"".getBytes(StandardCharsets.UTF_8)),
                        "mixed",
                        "order.created",
                        "");
            }
        }

        eventually().until(() -> inbox.at("/mixed").size() == 4);
        assertThat(inbox.at("/mixed"))
                .extracting(request -> new String(request.body(), StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder(
                        "\"good text ä€😀\"", "\"good bytes\"", "\"good text ä€😀\"", "\"good bytes\"");
        Map<String, Integer> reasons = new HashMap<>();
        try (Connection connection = core().createConnection("sealpost", node.producerPassword())) {
            connection.start();
            MessageConsumer parked = connection
                    .createSession(false, Session.AUTO_ACKNOWLEDGE)
                    .createConsumer(new org.apache.activemq.artemis.jms.client.ActiveMQQueue("events.parked"));
            for (int i = 0; i < 18; i++) {
                Message message = parked.receive(20_000);
                assertThat(message)
                        .as("parked message %s of 18; so far %s", i, reasons)
                        .isNotNull();
                reasons.merge(message.getStringProperty("sealpost_parked_reason"), 1, Integer::sum);
                if (message.getStringProperty("sealpost_parked_reason").contains("at most 1 MiB")) {
                    assertThat(message.getBody(byte[].class)).isEqualTo(tooLarge);
                }
            }
        }
        assertThat(reasons)
                .hasSize(9)
                .allSatisfy((reason, times) -> assertThat(times).isEqualTo(2));
    }

    private ConnectionFactory core() {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + node.corePort);
    }

    private ConnectionFactory amqp() {
        return new JmsConnectionFactory("amqp://127.0.0.1:" + node.amqpPort);
    }

    private static Message text(Session session, String text) throws JMSException {
        return session.createTextMessage(text);
    }

    private static Message bytes(Session session, byte[] body) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static void send(Session session, Message message, String application, String type, String id)
            throws JMSException {
        property(message, "sealpost_application", application);
        property(message, "sealpost_type", type);
        property(message, "sealpost_id", id);
        session.createProducer(session.createQueue("events")).send(message);
    }

    private static void property(Message message, String name, String value) throws JMSException {
        if (!value.isEmpty()) {
            message.setStringProperty(name, value);
        }
    }

    @Test
    void refusesASecondNodeOnTheSameData() {
        assertThatThrownBy(() -> new Node(data)).hasRootCauseInstanceOf(DataDirectoryInUseException.class);
    }

    /** One in three requests fails, each event is tried until it succeeds, and no event overtakes another. */
    @Test
    void keepsTheOrderAtAReceiverThatFailsNowAndThen() {
        List<String> succeeded = new CopyOnWriteArrayList<>();
        AtomicInteger requests = new AtomicInteger();
        inbox.answers("/ordered", (request, out) -> {
            boolean fails = requests.incrementAndGet() % 3 == 0;
            if (!fails) {
                succeeded.add(new String(request.body(), StandardCharsets.UTF_8));
            }
            Inbox.status(fails ? 500 : 200).write(request, out);
        });
        ApplicationId application = node.anApplication("ordered");
        node.anEndpoint(application, inbox.url("/ordered"));
        node.setPolicy(application, "{\"ordering\":\"strict\"}");
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            expected.add("{\"n\":" + i + "}");
            node.publish(application, "{\"n\":" + i + "}");
        }

        eventually().until(() -> succeeded.size() >= expected.size());

        assertThat(succeeded).containsExactlyElementsOf(expected);
        assertThat(requests).hasValueGreaterThan(expected.size() * 4 / 3);
    }
}
