package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.node.Backgrounds;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that starts with a row that cannot be read, and all of whose background work fails once. */
class BrokenPartsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Work that has a step within the time of this test. */
    private static final List<String> WORKS = List.of(
            "leasing",
            "overdue",
            "expiry",
            "throttles",
            "quota",
            "database-clock",
            "intake",
            "checkpoints",
            "replay",
            "progress",
            "reconciler",
            "retention",
            "listing",
            "routes",
            "alerts");

    // Faults 11 and 15.
    @Test
    void stopNothingElse(@TempDir Path data) throws Exception {
        Inbox inbox = new Inbox();
        ApplicationId application;
        try (Node node = new Node(data)) {
            application = node.anApplication("shop");
            node.anEndpoint(application, inbox.url("/broken"));
            node.anEndpoint(application, inbox.url("/whole"));
        }
        change(data, "UPDATE endpoint SET policy = '{' WHERE url LIKE '%/broken'");

        Map<String, Integer> steps = new ConcurrentHashMap<>();
        try (Node node = new Node(
                data,
                Map.of("background", Backgrounds.disturbed(steps)),
                "--sealpost.alerts.every=100ms",
                "--sealpost.reconciler.first=100ms",
                "--sealpost.reconciler.interval=200ms",
                "--sealpost.retention.interval=200ms",
                "--sealpost.routes.reload.interval=100ms")) {
            node.publish(application, "{}");

            Awaitility.await().atMost(PATIENCE).until(() -> !inbox.at("/whole").isEmpty());
            Awaitility.await()
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(WORKS)
                            .allSatisfy(
                                    work -> assertThat(steps.get(work)).as(work).isGreaterThan(1)));
            assertThat(node.send(node.request("/api/v1/app/shop/endpoint")).body())
                    .contains("\"broken\":\"policy: ");
            assertThat(node.send(node.request("/api/v1/health")).statusCode()).isEqualTo(204);
            assertThat(node.send(node.request("/api/v1/health/ping")).statusCode())
                    .isEqualTo(204);
            // Parsed before any operation, it would be a fault of ours.
            assertThat(node.send(node.request("/api/v1/app")
                                    .header("content-type", "multipart/form-data; boundary=x")
                                    .POST(HttpRequest.BodyPublishers.ofString("x")))
                            .statusCode())
                    .isEqualTo(415);
            assertThat(node.send(node.request("/api/v1/openapi.json")).body())
                    .contains("\"/api/v1/health\"", "\"/api/v1/health/ping\"");
            assertThat(inbox.at("/broken")).isEmpty();
            assertThat(node.count("due_delivery WHERE reason = 'endpoint-broken'"))
                    .isEqualTo(1);

            node.change("UPDATE endpoint SET policy = NULL WHERE url LIKE '%/broken'");

            Awaitility.await().atMost(PATIENCE).until(() -> !inbox.at("/broken").isEmpty());
            Awaitility.await().atMost(PATIENCE).until(() -> node.count("due_delivery") == 0);
        }
    }

    private static void change(Path data, String statement) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data.resolve("sealpost.db"));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }
}
