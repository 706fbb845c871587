package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.node.JumpingClock;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clock of the machine, its database's included, is set an hour forward and an hour back while deliveries wait. */
class ClockJumpTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final int THROTTLED = 16;
    private static final int RATE = 8;
    private static final String ONE_RETRY_IN = "{\"retrySchedule\":[%s],\"breaker\":{\"consecutiveFailures\":0}}";

    private final JumpingClock clock = new JumpingClock();
    private final Map<String, List<Long>> times = new ConcurrentHashMap<>();
    private final CountDownLatch slowMayAnswer = new CountDownLatch(1);
    private final List<EventId> published = new ArrayList<>();

    private Inbox inbox;
    private Node node;

    @BeforeEach
    void start(@TempDir Path data) throws Exception {
        inbox = new Inbox();
        node = new Node(data, clock, "--sealpost.attempt.deadline=20s");
    }

    @AfterEach
    void stop() throws Exception {
        slowMayAnswer.countDown();
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
    }

    private ApplicationId destination(String name, String policy, Inbox.Answer answer) {
        inbox.answers("/" + name, (request, out) -> {
            times.computeIfAbsent(name, first -> new CopyOnWriteArrayList<>()).add(System.nanoTime());
            answer.write(request, out);
        });
        ApplicationId application = node.anApplication(name);
        node.anEndpoint(application, inbox.url("/" + name));
        node.setPolicy(application, policy);
        return application;
    }

    private ApplicationId failingOnce(String name, String policy) {
        return destination(
                name,
                policy,
                (request, out) ->
                        (times(name).size() == 1 ? Inbox.status(500) : Inbox.status(200)).write(request, out));
    }

    private void slow(Inbox.Received request, OutputStream out) throws Exception {
        slowMayAnswer.await();
        Inbox.status(200).write(request, out);
    }

    private List<Long> times(String name) {
        return times.getOrDefault(name, List.of());
    }

    private EventId publish(ApplicationId application) {
        EventId event = node.publish(application, "{}");
        published.add(event);
        return event;
    }

    private long rows(EventId event, String condition) {
        return node.count("due_delivery WHERE event_id = '" + event + "' AND " + condition);
    }

    private void assertBalanced() {
        eventually().until(() -> node.count("due_delivery") == 0);
        System.out.println("clock-jump: " + node.ledger());
        assertThat(node.ledger().isBalanced(node.ledger().deliveries())).contains(true);
        assertThat(node.ledger().deliveries().ends().delivered()).isEqualTo(published.size());
        assertThat(published).doesNotHaveDuplicates();
    }

    @Test
    void makesWhatWaitsDueOnceAndNoFasterThanTheThrottleWhenItIsSetForward() {
        // Given
        String throttle = "{\"throttle\":{\"rate\":" + RATE + ",\"burst\":1}}";
        EventId later = publish(failingOnce("later", ONE_RETRY_IN.formatted("1200")));
        EventId slow = publish(destination("slow", "{}", this::slow));
        ApplicationId throttled = destination("throttled", throttle, Inbox.status(200));
        eventually()
                .until(() -> node.outcomes(later).equals(List.of("rejected")) && rows(slow, "reason = 'slow'") == 1);
        for (int i = 0; i < THROTTLED; i++) {
            publish(throttled);
        }
        // When
        clock.jump(HOUR);
        // Then
        eventually().until(() -> node.outcomes(later).equals(List.of("rejected", "succeeded")));
        eventually().until(() -> times("throttled").size() == THROTTLED);
        EventId after = publish(throttled);
        eventually().until(() -> node.outcomes(after).equals(List.of("succeeded")));
        slowMayAnswer.countDown();
        eventually().until(() -> node.outcomes(slow).equals(List.of("succeeded")));
        assertBalanced();
        assertThat(times("later")).hasSize(2);
        assertThat(times("slow")).as("requests of one that was in flight").hasSize(1);
        List<Long> sorted = times("throttled").stream().sorted().toList();
        assertThat(Duration.ofNanos(sorted.get(THROTTLED - 1) - sorted.getFirst()))
                .isGreaterThan(Duration.ofMillis(1000L * (THROTTLED - 2) / RATE));
        String timestamp = inbox.at("/later").getLast().header("webhook-timestamp");
        assertThat(Instant.ofEpochSecond(Long.parseLong(timestamp)))
                .as("what is signed has the time of the clock")
                .isAfter(Instant.now().plus(HOUR).minusSeconds(60));
    }

    @Test
    void letsNothingWaitForTheHourWhenItIsSetBack() {
        // Given
        EventId retried = publish(failingOnce("retried", ONE_RETRY_IN.formatted("3")));
        EventId later = publish(failingOnce("later", ONE_RETRY_IN.formatted("4000")));
        EventId shut = publish(failingOnce(
                "shut", "{\"retrySchedule\":[0.1],\"breaker\":{\"consecutiveFailures\":1,\"openForSeconds\":3}}"));
        EventId slow = publish(destination("slow", "{}", this::slow));
        eventually()
                .until(() -> rows(slow, "reason = 'slow'") == 1
                        && rows(shut, "reason = 'retry'") == 1
                        && rows(later, "reason = 'retry'") == 1
                        && rows(retried, "reason = 'retry'") == 1);
        // When
        clock.jump(HOUR.negated());
        // Then
        eventually().until(() -> node.outcomes(retried).equals(List.of("rejected", "succeeded")));
        eventually().until(() -> node.outcomes(shut).equals(List.of("rejected", "succeeded")));
        EventId fresh = publish(failingOnce("fresh", ONE_RETRY_IN.formatted("0.3")));
        eventually().until(() -> node.outcomes(fresh).equals(List.of("rejected", "succeeded")));
        slowMayAnswer.countDown();
        eventually().until(() -> node.outcomes(slow).equals(List.of("succeeded")));
        assertThat(node.outcomes(later)).as("what is due in more than an hour").containsExactly("rejected");
        assertThat(times("later")).hasSize(1);
        clock.jump(HOUR.multipliedBy(2));
        eventually().until(() -> node.outcomes(later).equals(List.of("rejected", "succeeded")));
        assertBalanced();
        assertThat(times("slow")).hasSize(1);
        assertThat(times("retried")).hasSize(2);
        assertThat(times("shut")).hasSize(2);
    }
}
