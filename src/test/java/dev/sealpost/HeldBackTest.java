package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.node.Backgrounds;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries that have to wait, through the whole of a node: whole destinations, expiry, and the quota. */
@TestInstance(Lifecycle.PER_CLASS)
class HeldBackTest {

    private static final int QUOTA = 3;

    private final Map<String, Integer> steps = new ConcurrentHashMap<>();
    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        inbox = new Inbox();
        node = new Node(
                data,
                Map.of("background", Backgrounds.counted(steps)),
                "--sealpost.quota.waiting-deliveries=" + QUOTA,
                "--sealpost.quota.retry-after=7s",
                "--sealpost.attempt.throttle.rate=40",
                "--sealpost.attempt.throttle.burst=4",
                "--sealpost.attempt.breaker.consecutive-failures=2",
                "--sealpost.attempt.breaker.open-for=1s");
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(20)).pollInterval(Duration.ofMillis(20));
    }

    @Test
    void leavesTheWholeDestinationAloneForAsLongAsItAsks() {
        List<Long> times = new CopyOnWriteArrayList<>();
        inbox.answers("/busy", (request, out) -> {
            times.add(System.nanoTime());
            (times.size() == 1 ? Inbox.status(503, "Retry-After: 1") : Inbox.status(200)).write(request, out);
        });
        ApplicationId application = node.anApplication("busy");
        node.anEndpoint(application, inbox.url("/busy"));
        EventId first = node.publish(application, "{}");
        eventually().until(() -> node.outcomes(first).equals(List.of("throttled")));

        EventId second = node.publish(application, "{}");

        eventually()
                .until(() ->
                        node.count("due_delivery WHERE reason = 'slow-down' AND event_id = '" + second + "'") == 1);
        eventually().until(() -> node.outcomes(first).equals(List.of("throttled", "succeeded")));
        eventually().until(() -> node.outcomes(second).equals(List.of("succeeded")));
        assertThat(times).hasSize(3);
        assertThat(Duration.ofNanos(times.get(1) - times.get(0))).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void sendsNoFasterThanTheThrottleSays() {
        List<Long> times = new CopyOnWriteArrayList<>();
        inbox.answers("/throttled", (request, out) -> {
            times.add(System.nanoTime());
            Inbox.status(200).write(request, out);
        });
        ApplicationId application = node.anApplication("throttled");
        node.anEndpoint(application, inbox.url("/throttled"));
        for (int i = 0; i < 120; i++) {
            node.publish(application, "{}");
        }

        eventually().until(() -> times.size() == 120);

        List<Long> sorted = times.stream().sorted().toList();
        Duration took = Duration.ofNanos(sorted.get(119) - sorted.get(19));
        assertThat(took).isGreaterThan(Duration.ofMillis(2_350));
    }

    @Test
    void sendsWhatWaitsAtTheNewRateWhenItsThrottleIsRaised() throws Exception {
        inbox.answers("/raised", Inbox.status(200));
        ApplicationId application = node.anApplication("raised");
        node.call(
                "POST",
                "/app/raised/endpoint",
                "{\"uid\": \"e\", \"url\": \"" + inbox.url("/raised")
                        + "\", \"policy\": {\"throttle\": {\"rate\": 0.05, \"burst\": 1}}}");
        for (int i = 0; i < 10; i++) {
            node.publish(application, "{}");
        }
        eventually().until(() -> node.count("due_delivery WHERE application_id = '" + application.value() + "'") == 9);
        // The second look after this began when all rows were there: it has seen the throttle as it is before it
        // changes.
        int looks = steps.getOrDefault("throttles", 0);
        eventually().until(() -> steps.getOrDefault("throttles", 0) >= looks + 2);

        node.call("PATCH", "/app/raised/endpoint/e", "{\"policy\": {\"throttle\": {\"rate\": 20}}}");

        eventually().until(() -> inbox.at("/raised").size() == 10);
    }

    @Test
    void leavesADestinationThatFailsInPeaceAndProbesIt() throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        inbox.answers("/broken", (request, out) -> {
            times.add(System.nanoTime());
            Inbox.status(times.size() <= 2 ? 500 : 200).write(request, out);
        });
        ApplicationId application = node.anApplication("broken");
        node.anEndpoint(application, inbox.url("/broken"));
        EventId first = node.publish(application, "{}");
        eventually().until(() -> node.outcomes(first).equals(List.of("rejected", "rejected")));

        EventId second = node.publish(application, "{}");

        assertThat(node.call("GET", "/breaker", "").at("/data")).hasSize(1);
        eventually()
                .until(() ->
                        node.count("due_delivery WHERE reason = 'breaker-open' AND event_id = '" + second + "'") == 1);
        eventually().until(() -> node.outcomes(first).equals(List.of("rejected", "rejected", "succeeded")));
        eventually().until(() -> node.outcomes(second).equals(List.of("succeeded")));
        assertThat(Duration.ofNanos(times.get(2) - times.get(1))).isGreaterThan(Duration.ofMillis(900));
        assertThat(node.call("GET", "/breaker", "").at("/data")).isEmpty();
    }

    @Test
    void endsWhatExpiresWhileItWaits() throws Exception {
        inbox.answers("/late", Inbox.status(503, "Retry-After: 600"));
        ApplicationId application = node.anApplication("late");
        node.anEndpoint(application, inbox.url("/late"));

        HttpResponse<String> answer =
                node.post(application, "{\"eventType\": \"a.b\", \"payload\": {}, \"expireAfter\": 1}");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).contains("\"expiresAt\"");
        eventually()
                .until(() -> node.count("ended_delivery WHERE ending = 'expired' AND application_id = '"
                                + application.value() + "'")
                        == 1);
        assertThat(node.count("due_delivery WHERE application_id = '" + application.value() + "'"))
                .isZero();
        assertThat(node.count(
                        "ledger WHERE owed = 1 AND expired = 1 AND application_id = '" + application.value() + "'"))
                .isEqualTo(1);
    }

    @Test
    void takesNoMoreOfAnApplicationThatIsOverItsQuotaAndAllOfOthers() throws Exception {
        inbox.answers("/full", Inbox.status(503, "Retry-After: 600"));
        ApplicationId full = node.anApplication("full");
        node.anEndpoint(full, inbox.url("/full"));
        ApplicationId other = node.anApplication("other");
        String body = "{\"eventType\": \"a.b\", \"payload\": {}}";
        for (int i = 0; i < QUOTA; i++) {
            node.publish(full, "{}");
        }

        eventually().until(() -> node.post(full, body).statusCode() == 429);

        HttpResponse<String> refused = node.post(full, body);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(refused.body()).contains("backlog_full");
        assertThat(node.post(other, body).statusCode()).isEqualTo(202);
    }
}
