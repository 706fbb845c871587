package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatisticsControllerTest extends ApiTestBase {

    private final Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(600);
    private String endpoint = "";

    @BeforeEach
    void insertMinutes() {
        endpoint = createEndpoint("e");
        insert(minute, "node_1", 5, 2, 1);
        insert(minute, "node_2", 1, 0, 0);
        insert(minute.plusSeconds(120), "node_1", 3, 0, 0);
        writes.write(sql -> sql.sql("""
                        INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                            triggered_by, due_at, reason, fault_count, lease_token, lease_count)
                        VALUES ('a' || :e, :e, 'x', 1, 1, 'scheduled', 0, 'retry', 0, NULL, 0),
                            ('b' || :e, :e, 'x', 1, 1, 'scheduled', 0, 'slow', 0, 'token', 1)
                        """).param("e", endpoint).update());
    }

    private void insert(Instant time, String node, int succeeded, int timedOut, int dead) {
        String application = applicationId();
        writes.write(sql -> sql.sql("""
                        INSERT INTO attempt_minute (destination_id, minute, node, application_id, succeeded, rejected, gone,
                            throttled, timed_out, unreachable, blocked, failed, dead, cancelled, duration_sum, duration_max)
                        VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, 0, 0, 0, ?, 0, ?, 40)
                        """)
                .params(
                        endpoint,
                        time.getEpochSecond() / 60,
                        node,
                        application,
                        succeeded,
                        timedOut,
                        dead,
                        10 * (succeeded + timedOut))
                .update());
    }

    private Answer of(String path) {
        return api.get("/app/" + app + path);
    }

    @Test
    void addsUpWhatHappenedToAnEndpoint() {
        assertThat(of("/endpoint/e/stats").body())
                .isEqualTo("{\"success\":9,\"pending\":1,\"sending\":1,\"fail\":1,\"canceled\":0}");
        assertThat(of("/endpoint/e/stats?since=" + minute.plusSeconds(60)).body())
                .isEqualTo("{\"success\":3,\"pending\":1,\"sending\":1,\"fail\":0,\"canceled\":0}");
        assertThat(of("/endpoint/e/stats?until=" + minute).body()).contains("\"success\":6,");
    }

    @Test
    void listsTheMinutesOfAnEndpointAnApplicationAndEverything() {
        Answer minutes = of("/endpoint/e/stats/minute");

        assertThat(minutes.json().at("/data")).hasSize(2);
        assertThat(minutes.text("/data/0/timestamp")).isEqualTo(minute.toString());
        assertThat(minutes.json().at("/data/0/attempts/succeeded").intValue()).isEqualTo(6);
        assertThat(minutes.json().at("/data/0/attempts/timed-out").intValue()).isEqualTo(2);
        assertThat(minutes.json().at("/data/0/attempts")).hasSize(8);
        assertThat(minutes.json().at("/data/0/deadLetters").intValue()).isEqualTo(1);
        assertThat(minutes.json().at("/data/0/averageDurationMs").intValue()).isEqualTo(10);
        assertThat(minutes.json().at("/data/0/longestDurationMs").intValue()).isEqualTo(40);
        assertThat(of("/stats/minute").json()).isEqualTo(minutes.json());
        assertThat(api.get("/stats/minute").json().at("/data")).hasSizeGreaterThanOrEqualTo(2);
        assertThat(of("/stats/minute?since=" + minute.plusSeconds(3_600)).body())
                .isEqualTo("{\"data\":[]}");
    }

    @Test
    void refusesATimeThatIsNone() {
        Answer answer = of("/endpoint/e/stats?since=yesterday");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("since");
        assertThat(of("/endpoint/e/stats?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z")
                        .status())
                .isEqualTo(422);
        assertThat(of("/endpoint/nobody/stats").status()).isEqualTo(404);
    }
}
