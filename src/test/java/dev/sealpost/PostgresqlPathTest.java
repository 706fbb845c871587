package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.PostgresqlServer;
import dev.sealpost.event.EventId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The whole path with rows in PostgreSQL, which takes no NUL in a text and no half of a pair. */
@TestInstance(Lifecycle.PER_CLASS)
class PostgresqlPathTest {

    private static final byte[] NUL = "a\0b".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HALF_OF_A_PAIR = {'a', (byte) 0xED, (byte) 0xA0, (byte) 0xBD, (byte) 0xFF, 'b'};

    private Inbox inbox;
    private Node node;

    @BeforeAll
    void start(@TempDir Path data) throws Exception {
        inbox = new Inbox();
        node = new Node(
                data,
                "--sealpost.database.url=" + PostgresqlServer.urlOf(PostgresqlPathTest.class),
                "--sealpost.database.user=postgres");
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    @Test
    void storesAnswersThatAreNoTextAndTriesAgain() {
        inbox.answers("/nul", Inbox.body(500, NUL));
        inbox.answers("/half", Inbox.body(500, HALF_OF_A_PAIR));
        ApplicationId application = node.anApplication("no-text");
        node.anEndpoint(application, inbox.url("/nul"));
        node.anEndpoint(application, inbox.url("/half"));

        EventId event = node.publish(application, "{}");

        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.attempts(event).size() == 6);
        List<Map<String, Object>> attempts = node.attempts(event);
        assertThat(attempts).extracting(row -> row.get("outcome")).containsOnly("rejected");
        assertThat(attempts)
                .extracting(row -> String.valueOf(row.get("response")))
                .allSatisfy(response ->
                        assertThat(response).startsWith("a\uFFFD").endsWith("b").doesNotContain("\0"))
                .contains("a\uFFFDb");
    }
}
