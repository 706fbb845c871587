package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventId;
import dev.sealpost.ledger.LedgerSheet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The books of a whole node: they balance while it works, and what somebody deletes is named. */
@TestInstance(Lifecycle.PER_CLASS)
class LedgerPathTest {

    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        node = new Node(
                folder,
                "--sealpost.broker.send-timeout=300ms",
                "--sealpost.reconciler.grace=2500ms",
                "--sealpost.reconciler.first=1s",
                "--sealpost.reconciler.interval=500ms");
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }

    private List<EventId> published(String name, int status, int events) {
        inbox.answers("/" + name, Inbox.status(status));
        ApplicationId application = node.anApplication(name);
        node.anEndpoint(application, inbox.url("/" + name));
        List<EventId> published = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            published.add(node.publish(application, "{}"));
        }
        return published;
    }

    @Test
    void balancesAtEveryMomentWhileEventsComeAndGo() {
        inbox.answers("/busy", Inbox.status(200));
        ApplicationId application = node.anApplication("busy");
        node.anEndpoint(application, inbox.url("/busy"));
        node.anEndpoint(application, inbox.url("/nowhere"));
        int unbalanced = 0;
        for (int i = 0; i < 300; i++) {
            node.publish(application, "{}");
            LedgerSheet sheet = node.ledger();
            if (!sheet.isBalanced(sheet.of(application).deliveries()).equals(Optional.of(true))) {
                unbalanced++;
            }
        }

        assertThat(unbalanced).isZero();
        eventually()
                .until(() -> node.ledger().of(application).deliveries().ends().delivered() >= 300);
        assertThat(node.ledger().of(application).deliveries().owed()).isEqualTo(600);
    }

    @Test
    void namesTheRunAndNumberOfAnEventThatVanishedWithoutATrace() {
        List<EventId> events = published("vanished", 200, 5);
        eventually()
                .until(() ->
                        events.stream().noneMatch(event -> node.outcomes(event).isEmpty()));
        String lost = events.get(2).value();
        String stamp = node.stamp(events.get(2));
        node.change("DELETE FROM attempt WHERE event_id = '" + lost + "'");
        node.change("DELETE FROM event WHERE id = '" + lost + "'");

        eventually()
                .untilAsserted(() -> assertThat(node.count("ledger_finding WHERE kind = 'sequence-missing' AND"
                                + " producer_run || ' ' || first_sequence || ' ' || last_sequence = '" + stamp + "'"))
                        .isEqualTo(1));
    }

    @Test
    void namesTheDeliveryWhoseRowWasDeleted() {
        List<EventId> delivered = published("delivered", 200, 3);
        List<EventId> waiting = published("waiting", 503, 3);
        eventually()
                .until(() -> delivered.stream()
                        .noneMatch(event -> node.outcomes(event).isEmpty()));
        eventually()
                .until(() ->
                        waiting.stream().noneMatch(event -> node.outcomes(event).size() < 3));
        node.change("DELETE FROM attempt WHERE event_id = '" + delivered.get(1) + "'");
        node.change("DELETE FROM ended_delivery WHERE event_id = '" + waiting.get(1) + "'");

        eventually()
                .untilAsserted(() -> assertThat(node.findings("delivery-missing", delivered)
                                + node.findings("delivery-missing", waiting))
                        .isEqualTo(2));
        assertThat(node.findings("delivery-missing", List.of(delivered.get(1), waiting.get(1))))
                .isEqualTo(2);
    }
}
