package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.application.ApplicationId;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that are sent again arrive, live events too, and the ledger balances. */
class SendAgainTest {

    private static final String SINCE = "{\"since\":\"2026-01-01T00:00:00Z\"}";
    private static final String[] FAST = {
        "--sealpost.replay.rate=1000",
        "--sealpost.replay.reach=36500d",
        "--sealpost.attempt.breaker.consecutive-failures=0"
    };
    private static final String[] SLOW = {
        "--sealpost.replay.rate=40",
        "--sealpost.replay.reach=36500d",
        "--sealpost.attempt.breaker.consecutive-failures=0"
    };

    @TempDir
    private Path data;

    private Inbox inbox;

    @BeforeEach
    void open() throws Exception {
        inbox = new Inbox();
    }

    @AfterEach
    void close() throws Exception {
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(50));
    }

    private static Set<String> publish(Node node, ApplicationId application, int count) throws Exception {
        List<Callable<String>> publications = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            publications.add(() -> node.publish(application, "{}").value());
        }
        Set<String> published = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (Future<String> publication : threads.invokeAll(publications)) {
                published.add(publication.get());
            }
        }
        return published;
    }

    private Map<String, Integer> arrivals(String path) {
        Map<String, Integer> arrivals = new HashMap<>();
        inbox.at(path).forEach(request -> arrivals.merge(request.header("webhook-id"), 1, Integer::sum));
        return arrivals;
    }

    private static void awaitFinished(Node node, JsonNode ordered) {
        String id = ordered.at("/id").asText();
        eventually()
                .until(() -> node.call("GET", "/background-task/" + id, "")
                        .at("/status")
                        .asText()
                        .equals("finished"));
    }

    private static void assertBalanced(Node node, long owed) {
        eventually().until(() -> node.count("due_delivery") == 0);
        assertThat(node.number("SELECT SUM(owed) FROM ledger")).isEqualTo(owed);
        assertThat(node.number("SELECT SUM(owed) - SUM(delivered) - SUM(dead) - SUM(expired) - SUM(cancelled)"
                        + " FROM ledger"))
                .isZero();
    }

    @Test
    void deliversDeadLettersThatAreRedriven() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        inbox.answers(
                "/dead",
                (request, out) -> Inbox.status(broken.get() ? 500 : 200).write(request, out));
        try (Node node = new Node(data, FAST)) {
            ApplicationId application = node.anApplication("dead");
            node.anEndpoint(application, inbox.url("/dead"));
            Set<String> published = publish(node, application, 20);
            eventually().until(() -> node.count("ended_delivery WHERE ending = 'dead'") == 20);
            broken.set(false);

            JsonNode ordered = node.call("POST", "/app/dead/dead-letter/redrive", "{}");

            awaitFinished(node, ordered);
            eventually().until(() -> node.count("attempt WHERE outcome = 'succeeded' AND cycle = 2") == 20);
            assertThat(arrivals("/dead").keySet()).isEqualTo(published);
            assertThat(node.count("ended_delivery")).isZero();
            assertThat(node.number("SELECT SUM(dead) FROM ledger")).isEqualTo(20);
            assertBalanced(node, 40);
        }
    }

    @Test
    void replaysThousandsWhileLiveEventsArrive() throws Exception {
        inbox.answers("/busy", Inbox.status(200));
        inbox.answers("/other", Inbox.status(200));
        try (Node node = new Node(data, FAST)) {
            ApplicationId application = node.anApplication("busy");
            node.anEndpoint(application, inbox.url("/busy"));
            Set<String> old = publish(node, application, 2_000);
            eventually().until(() -> node.count("attempt") == 2_000);
            String endpoint =
                    node.call("GET", "/app/busy/endpoint", "").at("/data/0/id").asText();

            JsonNode ordered = node.call("POST", "/app/busy/endpoint/" + endpoint + "/replay", SINCE);
            Set<String> live = publish(node, application, 500);

            eventually().until(() -> arrivals("/busy").keySet().containsAll(live));
            awaitFinished(node, ordered);
            eventually().until(() -> node.count("attempt WHERE cycle = 2 AND outcome = 'succeeded'") == 2_000);
            assertThat(arrivals("/busy"))
                    .hasSize(2_500)
                    .allSatisfy((id, times) -> assertThat(times).isGreaterThanOrEqualTo(old.contains(id) ? 2 : 1));
            assertBalanced(node, 4_500);
        }
    }

    @Test
    void goesOnWithAReplayAfterARestart() throws Exception {
        inbox.answers("/restarted", Inbox.status(200));
        Set<String> published;
        String path;
        JsonNode ordered;
        try (Node first = new Node(data, SLOW)) {
            ApplicationId application = first.anApplication("restarted");
            first.anEndpoint(application, inbox.url("/restarted"));
            published = publish(first, application, 200);
            eventually().until(() -> first.count("attempt") == 200);
            path = "/app/restarted/endpoint/"
                    + first.call("GET", "/app/restarted/endpoint", "")
                            .at("/data/0/id")
                            .asText();

            ordered = first.call("POST", path + "/replay", SINCE);
            eventually().until(() -> first.count("attempt WHERE cycle = 2") >= 20);
        }

        try (Node second = new Node(data, FAST)) {
            assertThat(second.count("replay WHERE status = 'running'")).isEqualTo(1);

            awaitFinished(second, ordered);
            eventually().until(() -> second.count("attempt WHERE cycle = 2 AND outcome = 'succeeded'") == 200);
            assertThat(arrivals("/restarted").keySet()).isEqualTo(published);
            assertThat(second.call(
                                    "GET",
                                    "/background-task/" + ordered.at("/id").asText(),
                                    "")
                            .at("/data/sent")
                            .asInt())
                    .isEqualTo(200);
            assertThat(second.count("attempt WHERE cycle > 2")).isZero();
            assertBalanced(second, 400);
        }
    }

    @Test
    void sendsParkedMessagesBackOnceTheyCanBeUnderstood() throws Exception {
        inbox.answers("/parked", Inbox.status(200));
        try (Node node = new Node(data, FAST)) {
            try (Connection connection = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + node.corePort)
                    .createConnection("sealpost", node.producerPassword())) {
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                send(session, session.createTextMessage("{\"n\":1.10}"), "later");
                send(session, session.createTextMessage("{\"n\":2}"), "later");
                send(session, session.createMapMessage(), "later");
                send(session, session.createTextMessage("{\"n\":3}"), "never");
            }
            eventually().until(() -> parked(node).size() == 4);
            // Messages are parked side by side, in no order.
            JsonNode first = only(
                            node,
                            each -> each.at("/appId").asText().equals("later")
                                    && each.at("/refusal").isMissingNode())
                    .getFirst();
            node.anEndpoint(node.anApplication("later"), inbox.url("/parked"));

            node.call("POST", "/parked/" + first.at("/id").asText() + "/redrive", "");
            eventually().until(() -> inbox.at("/parked").size() == 1);
            JsonNode ordered = node.call("POST", "/parked/redrive", "{\"reason\":\"application: later\"}");

            awaitFinished(node, ordered);
            eventually().until(() -> inbox.at("/parked").size() == 2);
            assertThat(inbox.at("/parked"))
                    .extracting(request -> new String(request.body(), StandardCharsets.UTF_8))
                    .containsExactlyInAnyOrder("{\"n\":1.10}", "{\"n\":2}");
            JsonNode left = parked(node);
            assertThat(left).hasSize(2);
            assertThat(only(node, each -> each.at("/refusal").asText().contains("map")))
                    .hasSize(1);
            assertThat(only(node, each -> each.at("/appId").asText().equals("never")))
                    .hasSize(1);
            left.forEach(each -> node.call("DELETE", "/parked/" + each.at("/id").asText(), ""));
            assertThat(parked(node)).isEmpty();
            assertBalanced(node, 2);
        }
    }

    private static List<JsonNode> only(Node node, Predicate<JsonNode> wanted) {
        return StreamSupport.stream(parked(node).spliterator(), false)
                .filter(wanted)
                .toList();
    }

    private static JsonNode parked(Node node) {
        return node.call("GET", "/parked?order=ascending", "").at("/data");
    }

    private static void send(Session session, Message message, String application) throws JMSException {
        message.setStringProperty("sealpost_application", application);
        message.setStringProperty("sealpost_type", "order.created");
        session.createProducer(session.createQueue("events")).send(message);
    }
}
