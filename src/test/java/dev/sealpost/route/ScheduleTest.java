package dev.sealpost.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.route.camel.EventCamel;
import dev.sealpost.route.camel.LostTriggers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The shipped route that starts at scheduled times, with its shipped error handling but shorter pauses. */
@ExtendWith(OutputCaptureExtension.class)
class ScheduleTest {

    private final List<EventCamel> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(EventCamel::close);
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(10));
    }

    private static String read(String file) throws Exception {
        return Files.readString(Path.of("routes", file));
    }

    /** Fires every second. */
    private EventCamel node(String application, int retries, boolean full) throws Exception {
        EventCamel node = new EventCamel();
        nodes.add(node);
        node.publisher.full = full;
        Map.of(
                        "schedule-to-events.start", "true",
                        "schedule-to-events.application", application,
                        "schedule-to-events.cron", "* * * * * ?",
                        "schedule-to-events.time-zone", "UTC")
                .forEach(node.camel.getPropertiesComponent()::addInitialProperty);
        String errors = read("errors.camel.yaml")
                .replace("\"1000\"", "\"20\"")
                .replace("\"60000\"", "\"20\"")
                .replace("\"20\"\n            redeliveryDelay", "\"" + retries + "\"\n            redeliveryDelay");
        node.load("routes/errors.camel.yaml", errors);
        node.load("routes/schedule-to-events.camel.yaml", read("schedule-to-events.camel.yaml"));
        return node;
    }

    private static Map<String, String> bodiesById(EventCamel node) {
        return List.copyOf(node.publisher.published).stream()
                .collect(Collectors.toMap(event -> event.id().value(), ScheduleTest::body));
    }

    private static String body(Event event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    @Test
    void publishesTheSameEventOnEveryNodeForATime() throws Exception {
        EventCamel one = node("acme", 20, false);
        EventCamel other = node("acme", 20, false);

        eventually().until(() -> {
            Set<String> both = new HashSet<>(bodiesById(one).keySet());
            both.retainAll(bodiesById(other).keySet());
            return both.size() >= 2;
        });

        Map<String, String> first = bodiesById(one);
        Map<String, String> second = bodiesById(other);
        assertThat(first.values())
                .doesNotHaveDuplicates()
                .allMatch(body -> body.matches("\\{\"scheduledFor\": \"20..-..-..T..:..:..Z\"}"));
        second.keySet().retainAll(first.keySet());
        assertThat(first).containsAllEntriesOf(second);
    }

    @Test
    void repeatsAFailedPublicationWithTheSameEvent() throws Exception {
        EventCamel node = node("acme", 1000, true);
        eventually().until(() -> node.publisher.tried.size() >= 3);
        Event first = node.publisher.tried.getFirst();

        node.publisher.full = false;

        eventually().until(() -> !node.publisher.published.isEmpty());
        assertThat(List.copyOf(node.publisher.published))
                .filteredOn(event -> event.id().equals(first.id()))
                .singleElement()
                .satisfies(event -> assertThat(body(event)).isEqualTo(body(first)));
        assertThat(node.lost.count()).isZero();
    }

    @Test
    void reportsALostTimeAfterTheLastRepeat(CapturedOutput output) throws Exception {
        EventCamel node = node("acme", 2, true);

        eventually().until(() -> node.lost.count() > 0);

        EventId first = node.publisher.tried.getFirst().id();
        assertThat(List.copyOf(node.publisher.tried))
                .filteredOn(event -> event.id().equals(first))
                .hasSize(3);
        LostTriggers.Lost lost = node.lost.last().orElseThrow();
        assertThat(lost.routeId()).isEqualTo("schedule-to-events");
        assertThat(lost.time().getNano())
                .as("the second that the schedule names")
                .isZero();
        assertThat(lost.reason()).contains("the disk is nearly full");
        assertThat(output).containsPattern("trigger.lost routeId=schedule-to-events time=20\\S+Z reason=");
    }

    @Test
    void losesATimeAtOnceWhenARepeatCannotHelp() throws Exception {
        EventCamel node = node("nobody", 1000, false);

        eventually().until(() -> node.lost.count() > 0);

        assertThat(node.lost.last().orElseThrow().reason()).contains("no application has the id or uid nobody");
    }
}
