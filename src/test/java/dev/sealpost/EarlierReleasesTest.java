package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.Past;
import dev.sealpost.ledger.LedgerEntry;
import dev.sealpost.ledger.LedgerSheet;
import dev.sealpost.scenario.WritePast;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Starts with what earlier releases left behind when they were killed, and goes on with it ({@link WritePast}). */
class EarlierReleasesTest {

    private static final List<String> WELL = List.of(
            "/ok/plain",
            "/ok/picky",
            "/ok/paused",
            "/down/retrying",
            "/down/broken",
            "/refuses/dead",
            "/down/in-order",
            "/refuses/blocked",
            "/hangs");
    private static final byte[] SLACK = "{\"ok\": true}".getBytes(StandardCharsets.US_ASCII);
    private static final String LEFT_ALONE = "SELECT id FROM endpoint WHERE uid IN ('paused', 'blocked')";

    static Stream<Past> all() {
        return Past.all();
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @MethodSource("all")
    void goesOnWithWhatAnEarlierReleaseLeft(Past past, @TempDir Path data) throws Exception {
        try (Inbox inbox = new Inbox()) {
            WELL.forEach(path -> inbox.answers(path, Inbox.status(200)));
            inbox.answers("/slack/api/chat.postMessage", Inbox.body(200, SLACK, "Content-Type: application/json"));
            String url = past.unpack(data);
            leadTo(inbox, url, past.user());
            try (Node node = new Node(data, settings(past, url, inbox))) {
                deliversWhatWaitedInTheJournal(node, inbox);
                deliversWhatWaitedInRows(node, inbox);
                goesOnWithTheReplay(node);
                balances(node);
                knowsWhatElseWasThere(node);
            }
        }
    }

    private static String[] settings(Past past, String url, Inbox inbox) {
        List<String> settings = new ArrayList<>(List.of(
                "--disputes-to-chat.start=true",
                "--slack.base-url=" + inbox.url("/slack"),
                "--SLACK_ACCESS_TOKEN=xoxb-of-today",
                "--slack.channel=C1"));
        if (past.dialect() == Dialect.POSTGRESQL) {
            settings.add("--sealpost.database.url=" + url);
            settings.add("--sealpost.database.user=" + past.user());
        }
        return settings.toArray(String[]::new);
    }

    /** The receivers have moved, and the time of what waits for the next attempt has come. */
    private static void leadTo(Inbox inbox, String url, String user) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, user, "");
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE endpoint SET url = REPLACE(url, '" + WritePast.RECEIVER + "', '"
                    + inbox.url("") + "'), version = (SELECT version FROM snapshot_version)");
            statement.executeUpdate("UPDATE due_delivery SET due_at = 1 WHERE lease_token IS NULL");
        }
    }

    private static void deliversWhatWaitedInTheJournal(Node node, Inbox inbox) {
        String delivered = "attempt WHERE outcome = 'succeeded' AND event_id IN (SELECT id FROM event WHERE type ="
                + " 'order.pending') AND destination_id = (SELECT id FROM endpoint WHERE uid = '%s')";
        // Six posted and one that a producer sent, and one for the application whose endpoints keep order.
        eventually().until(() -> node.count(delivered.formatted("plain")) == 7);
        eventually().until(() -> node.count(delivered.formatted("in-order")) == 1);
        assertThat(inbox.at("/ok/plain"))
                .extracting(request -> new String(request.body(), StandardCharsets.UTF_8))
                .contains("{\"number\": 5, \"total\": 1.10}", "{\"number\": 7}");
    }

    private static void deliversWhatWaitedInRows(Node node, Inbox inbox) {
        eventually().until(() -> node.count("due_delivery WHERE destination_id NOT IN (" + LEFT_ALONE + ")") == 0);
        assertThat(inbox.at("/down/retrying")).isNotEmpty();
        assertThat(inbox.at("/down/broken")).isNotEmpty();
        assertThat(inbox.at("/slack/api/chat.postMessage")).hasSize(2);
        assertThat(node.count("due_delivery WHERE destination_id IN (" + LEFT_ALONE + ")"))
                .isPositive();
        assertThat(inbox.at("/ok/paused")).isEmpty();
        assertThat(inbox.at("/refuses/blocked")).isEmpty();
    }

    private static void goesOnWithTheReplay(Node node) {
        eventually().until(() -> node.count("replay WHERE status = 'finished'") == 1);
    }

    private static void balances(Node node) {
        eventually().untilAsserted(() -> {
            LedgerSheet sheet = node.ledger();
            assertThat(sheet.broker().waiting()).isZero();
            assertThat(sheet.entries()).extracting(LedgerEntry::deliveries).allSatisfy(deliveries -> {
                assertThat(deliveries.difference()).isZero();
                assertThat(sheet.isBalanced(deliveries)).isEqualTo(Optional.of(true));
            });
        });
    }

    private static void knowsWhatElseWasThere(Node node) {
        assertThat(node.call("GET", "/app/acme/endpoint/plain/secret", "")
                        .path("key")
                        .asText())
                .isEqualTo(WritePast.SECRET);
        JsonNode retrying = node.call("GET", "/app/acme/endpoint/retrying", "");
        assertThat(retrying.at("/policy/throttle/rate").asInt()).isEqualTo(50);
        assertThat(node.call("GET", "/app/acme/endpoint/disabled", "")
                        .path("disabled")
                        .asBoolean())
                .isTrue();
        assertThat(node.call("GET", "/parked", "").path("data")).hasSize(1);
        assertThat(node.call("GET", "/ledger/finding", "").path("data")).isNotEmpty();
        assertThat(node.ids("SELECT reached FROM poll")).containsExactly("c1");
        assertThat(node.count("source_version")).isEqualTo(1);
    }
}
