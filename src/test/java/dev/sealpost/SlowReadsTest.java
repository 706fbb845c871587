package dev.sealpost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.BoundedWalk;
import dev.sealpost.database.ReaderPool;
import dev.sealpost.event.EventId;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody reads much: nobody's delivery waits for that. Fault 14. */
@TestInstance(Lifecycle.PER_CLASS)
class SlowReadsTest {

    private Inbox inbox;
    private Node node;
    private ApplicationId crowded;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        inbox = new Inbox();
        node = new Node(folder, "--sealpost.database.readers=2", "--sealpost.database.read-timeout=500ms");
        crowded = node.anApplication("crowded");
        node.change(events(0, BoundedWalk.MOST + 10, "rare"));
        node.change("UPDATE event SET tags = '[\"first\"]', channels = '[\"first\"]' WHERE id = 'many-0000001'");
        node.change(
                "UPDATE event SET tags = '[\"last\"]', channels = '[\"last\"]' WHERE created_at = (SELECT MAX(created_at)"
                        + " FROM event WHERE application_id = '" + crowded + "')");
    }

    private String events(int from, int count, String type) {
        return "WITH RECURSIVE number (n) AS (SELECT " + (from + 1) + " UNION ALL SELECT n + 1 FROM number WHERE n < "
                + (from + count) + ") INSERT INTO event (id, application_id, type, content_type, payload, created_at,"
                + " broker_message_id, destinations) SELECT 'many-' || printf('%07d', n), '" + crowded + "', '" + type
                + "', 'application/json', CAST('{}' AS BLOB), 1700000000000 + n, n, '' FROM number";
    }

    @AfterAll
    void stop() throws Exception {
        node.close();
        inbox.close();
    }

    @Test
    void retriesAndStaysReadyWhileEveryConnectionOfTheApiIsHeld() throws Exception {
        inbox.answers("/held", Inbox.status(503));
        ApplicationId application = node.anApplication("held");
        node.anEndpoint(application, inbox.url("/held"));
        List<Connection> held = holdAll();
        try {
            EventId event = node.publish(application, "{}");

            // Two retries and the dead letter, by the schedule of this node.
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> inbox.at("/held").size() == 3);
            assertThat(inbox.at("/held"))
                    .extracting(each -> each.header("webhook-id"))
                    .containsOnly(event.value());
            assertThat(get("/api/v1/health").statusCode()).isEqualTo(204);
            assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        } finally {
            for (Connection connection : held) {
                connection.close();
            }
        }
    }

    private List<Connection> holdAll() throws SQLException {
        ReaderPool readers = node.bean("readers", ReaderPool.class);
        List<Connection> held = new ArrayList<>();
        for (int i = 0; i < readers.getMaximumPoolSize(); i++) {
            held.add(readers.getConnection());
        }
        return held;
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag=first", "channel=first", "event_types=other", "tag=nowhere", "channel=nowhere"})
    void refusesToLookThroughMoreThanARequestMay(String filter) throws Exception {
        HttpResponse<String> answer = get("/api/v1/app/crowded/msg?" + filter);

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("too_much_to_look_through").contains("after and before");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag=first", "channel=first"})
    void findsItInAShorterTime(String filter) throws Exception {
        HttpResponse<String> answer = get("/api/v1/app/crowded/msg?before=2023-11-14T22:13:21Z&" + filter);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("many-0000001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tag=last", "channel=last"})
    void givesWhatItFoundAndSaysThatTheListGoesOn(String filter) throws Exception {
        HttpResponse<String> answer = get("/api/v1/app/crowded/msg?" + filter);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("many-0050010").contains("\"done\":false");
    }

    /** More often than there are connections. */
    @RepeatedTest(3)
    void refusesToLookThroughMoreAttemptsThanARequestMay() throws Exception {
        if (node.count("attempt WHERE application_id = '" + crowded + "'") == 0) {
            node.anEndpoint(crowded, inbox.url("/crowded"));
            node.change(
                    "INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, started_at,"
                            + " duration, triggered_by, listed) SELECT event.id, endpoint.id, 1, 1, endpoint.application_id,"
                            + " 'succeeded', event.created_at, 1, 'scheduled', TRUE FROM event JOIN endpoint ON"
                            + " endpoint.application_id = event.application_id WHERE event.application_id = '" + crowded
                            + "'");
        }
        String endpoint = node.ids("SELECT id FROM endpoint WHERE application_id = '" + crowded + "'")
                .getFirst();

        HttpResponse<String> answer = get("/api/v1/app/crowded/attempt/endpoint/" + endpoint + "?status=2");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("too_much_to_look_through");
    }

    @Test
    void looksThroughEverythingThatIsFewEnough() throws Exception {
        node.anApplication("empty");

        assertThat(get("/api/v1/app/empty/msg?tag=x").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest.Builder request = node.request(path).timeout(Duration.ofSeconds(15));
        return node.send(request);
    }
}
