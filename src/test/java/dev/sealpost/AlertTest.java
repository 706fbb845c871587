package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.application.ApplicationId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert on a whole node, from what goes wrong to the operator's own receiver. */
class AlertTest {

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50));
    }

    private static JsonNode body(Inbox.Received received) throws Exception {
        return new ObjectMapper().readTree(received.body());
    }

    private static Node node(Path data) throws Exception {
        return new Node(
                data,
                "--sealpost.operational.enabled=false",
                "--sealpost.alerts.every=200ms",
                "--sealpost.alerts.resolve-after=1s",
                "--sealpost.alerts.failure-share.within=1m",
                "--sealpost.alerts.failure-share.at-least=3",
                "--sealpost.alerts.disk.below=1000TB");
    }

    private static List<JsonNode> told(Inbox inbox, String alert) throws Exception {
        List<JsonNode> told = new ArrayList<>();
        for (Inbox.Received received : inbox.at("/operator")) {
            JsonNode body = body(received);
            if (body.at("/data/alert").asText().equals(alert)) {
                told.add(body);
            }
        }
        return told;
    }

    /** The disk never gets better; what a node has counted and not written yet, it writes when it stops. */
    @Test
    void tellsTheOperatorOnceThatDeliveriesFailAndOnceThatTheyAreFineAgainAndNothingTwice(@TempDir Path data)
            throws Exception {
        try (Inbox inbox = new Inbox()) {
            inbox.answers("/operator", Inbox.status(200));
            inbox.answers("/bad", Inbox.status(500));
            inbox.answers("/good", Inbox.status(200));
            ApplicationId good;
            try (Node node = node(data)) {
                node.anEndpoint(node.anApplication("sealpost"), inbox.url("/operator"));
                ApplicationId bad = node.anApplication("bad");
                node.anEndpoint(bad, inbox.url("/bad"));
                good = node.anApplication("good");
                node.anEndpoint(good, inbox.url("/good"));
                node.publish(bad, "{}");
                eventually().until(() -> node.count("ended_delivery WHERE ending = 'dead'") == 1);
                eventually().until(() -> told(inbox, "disk").size() == 1);
            }

            try (Node node = node(data)) {
                eventually().until(() -> told(inbox, "failure-share").size() == 1);
                for (int i = 0; i < 20; i++) {
                    node.publish(good, "{}");
                }
                eventually().until(() -> told(inbox, "failure-share").size() == 2);

                JsonNode fired = told(inbox, "failure-share").getFirst();
                assertThat(fired.at("/type").asText()).isEqualTo("sealpost.alert.fired");
                assertThat(fired.at("/data/value").asDouble()).isGreaterThan(0.5);
                assertThat(fired.at("/data/text").asText())
                        .contains("attempts within 60 s failed; the limit is 50.0 %");
                JsonNode resolved = told(inbox, "failure-share").getLast();
                assertThat(resolved.at("/type").asText()).isEqualTo("sealpost.alert.resolved");
                assertThat(told(inbox, "disk")).hasSize(1);
                assertThat(node.count("alert WHERE firing AND number = 1")).isEqualTo(1);
                assertThat(node.count("event WHERE type LIKE 'sealpost.alert.%'"))
                        .isEqualTo(3);
            }
        }
    }

    @Test
    void refusesADiskRuleThatCouldTellNobody(@TempDir Path data) {
        assertThatThrownBy(() -> new Node(data, "--sealpost.alerts.disk.below=1MB"))
                .rootCause()
                .hasMessageContaining("sealpost.alerts.disk.below");
    }
}
