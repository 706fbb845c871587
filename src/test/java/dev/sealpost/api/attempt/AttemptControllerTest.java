package dev.sealpost.api.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptControllerTest extends ApiTestBase {

    private String message = "";
    private String endpoint = "";

    @BeforeEach
    void insertAttempts() {
        message = api.post("/app/" + app + "/msg", "{\"eventType\":\"a\",\"eventId\":\"order\",\"payload\":{}}")
                .text("/id");
        endpoint = createEndpoint("e");
        insert(1, "throttled", "503", 1_000, "2_000");
        insert(2, "succeeded", "200", 2_000, "NULL");
        insert(3, "timed-out", "NULL", 3_000, "NULL");
    }

    @Test
    void listsTheAttemptsOfAMessage() {
        Answer list = api.get("/app/" + app + "/attempt/msg/" + message);

        assertThat(list.json().at("/data")).hasSize(3);
        assertThat(list.text("/data/1/id")).matches("atmpt_[0-9A-Za-z]{27}");
        assertThat(list.text("/data/1/msgId")).isEqualTo(message);
        assertThat(list.text("/data/1/endpointId")).isEqualTo(endpoint);
        assertThat(list.text("/data/1/url")).isEqualTo("https://example.com/in");
        assertThat(list.text("/data/1/response")).isEqualTo("body");
        assertThat(list.json().at("/data/1/responseStatusCode").intValue()).isEqualTo(200);
        assertThat(list.json().at("/data/1/responseDurationMs").intValue()).isEqualTo(12);
        assertThat(list.json().at("/data/1/status").intValue()).isZero();
        assertThat(list.text("/data/1/statusText")).isEqualTo("success");
        assertThat(list.json().at("/data/1/triggerType").intValue()).isZero();
        assertThat(list.text("/data/1/timestamp")).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(list.text("/data/1/outcome")).isEqualTo("succeeded");
        assertThat(list.json().at("/data/1/attemptNumber").intValue()).isEqualTo(2);
        assertThat(list.json().at("/data/1/cycle").intValue()).isEqualTo(1);
        assertThat(list.json().at("/data/0/responseStatusCode").intValue()).isZero();
        assertThat(list.json().at("/data/0/status").intValue()).isEqualTo(2);
        assertThat(list.text("/data/2/nextAttempt")).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(api.get("/app/" + app + "/attempt/msg/order").json()).isEqualTo(list.json());
        assertThat(api.get("/app/" + app + "/attempt/endpoint/e").json().at("/data"))
                .isEqualTo(list.json().at("/data"));
    }

    @Test
    void showsWhereTheRunOfARouteFailed() {
        database.change(sql -> sql.sql("UPDATE attempt SET failed_run = ? WHERE outcome = 'timed-out'")
                .params("""
                        {"route":"orders","id":"reserve","kind":"to","endpoint":"kamelet:shop","error":"no",
                         "steps":[{"id":"reserve","runs":3,"millis":12}]}""")
                .update());

        Answer list = api.get("/app/" + app + "/attempt/msg/" + message);

        assertThat(list.json().at("/data/0/failedRun")).hasToString("""
                {"routeId":"orders","stepId":"reserve","stepKind":"to","endpoint":"kamelet:shop","error":"no",\
                "steps":[{"stepId":"reserve","runs":3,"durationMs":12}]}""");
        assertThat(list.json().at("/data/1").has("failedRun")).isFalse();
    }

    /** Fault 41. */
    @Test
    void showsTheUrlThatWasCalled() {
        database.change(sql -> sql.sql("UPDATE attempt SET url = ? WHERE event_id = ? AND number = 1")
                .params("https://example.com/before", message)
                .update());
        api.send("PATCH", "/app/" + app + "/endpoint/e", "{\"url\":\"https://example.com/after\"}");

        Answer list = api.get("/app/" + app + "/attempt/endpoint/e?order=ascending");

        assertThat(list.text("/data/0/url")).isEqualTo("https://example.com/before");
        // A node of before kept none.
        assertThat(list.text("/data/1/url")).isEqualTo("https://example.com/after");
    }

    /** Fault 41. */
    @Test
    void listsTheAttemptsOfADeletedEndpoint() {
        api.delete("/app/" + app + "/endpoint/e");

        assertThat(api.get("/app/" + app + "/attempt/endpoint/" + endpoint)
                        .json()
                        .at("/data"))
                .hasSize(3);
        assertThat(api.get("/app/" + app + "/attempt/endpoint/e").json().at("/data"))
                .hasSize(3);
        assertThat(size("?endpoint_id=" + endpoint)).isEqualTo(3);
        assertThat(api.get("/app/" + app + "/endpoint/e").status()).isEqualTo(404);
    }

    @Test
    void findsAnAttempt() {
        Answer list = api.get("/app/" + app + "/attempt/msg/" + message);
        String id = list.text("/data/0/id");

        assertThat(api.get("/app/" + app + "/msg/" + message + "/attempt/" + id).json())
                .isEqualTo(list.json().at("/data/0"));
        assertThat(api.get("/app/" + app + "/msg/" + message + "/attempt/atmpt_x")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void listsOnlyWhatIsWanted() {
        assertThat(size("?status=0")).isEqualTo(1);
        assertThat(size("?status=2")).isEqualTo(2);
        assertThat(size("?status=1")).isZero();
        assertThat(size("?status_code_class=500")).isEqualTo(1);
        assertThat(size("?status_code_class=0")).isEqualTo(1);
        assertThat(size("?endpoint_id=e")).isEqualTo(3);
        assertThat(size("?after=1970-01-01T00:00:01Z&before=1970-01-01T00:00:03Z"))
                .isEqualTo(1);
        assertThat(api.get("/app/" + app + "/attempt/msg/" + message + "?with_content=false")
                        .text("/data/0/response"))
                .isEmpty();
    }

    @Test
    void listsTheAttemptsOfEventsWithTheseLabels() {
        insertEvent("order.created", "[\"eu\"]", "[\"vip\"]");

        assertThat(size("?channel=eu")).isEqualTo(3);
        assertThat(size("?channel=us")).isZero();
        assertThat(size("?tag=vip")).isEqualTo(3);
        assertThat(size("?tag=vi")).isZero();
        assertThat(size("?event_types=order.deleted,order.created")).isEqualTo(3);
        assertThat(size("?event_types=order.deleted&event_types=order.created")).isEqualTo(3);
        assertThat(size("?event_types=order.deleted")).isZero();
        assertThat(size("?event_types=order.created&channel=eu&tag=vip&status=0"))
                .isEqualTo(1);
        assertThat(api.get("/app/" + app + "/attempt/endpoint/e?channel=eu&limit=2")
                        .json()
                        .at("/data"))
                .hasSize(2);
        assertThat(api.get("/app/" + app + "/attempt/endpoint/e?tag=other")
                        .json()
                        .at("/data"))
                .isEmpty();
    }

    private void insertEvent(String type, String channels, String tags) {
        database.change(sql -> sql.sql("""
                        INSERT INTO event (id, application_id, type, channels, tags, content_type, payload, created_at,
                            broker_message_id, destinations)
                        VALUES (?, 'x', ?, ?, ?, 'application/json', ?, 1, 1, '')
                        """)
                .params(message, type, channels, tags, new byte[] {'{', '}'})
                .update());
    }

    @Test
    void goesOnWhereAPageEnded() {
        Answer first = api.get("/app/" + app + "/attempt/msg/" + message + "?limit=2");
        Answer second =
                api.get("/app/" + app + "/attempt/msg/" + message + "?limit=2&iterator=" + first.text("/iterator"));

        assertThat(first.json().at("/done").asBoolean(true)).isFalse();
        assertThat(second.json().at("/data")).hasSize(1);
        assertThat(second.json().at("/done").asBoolean()).isTrue();
    }

    @Test
    void answers404AndBadParameters() {
        assertThat(api.get("/app/" + app + "/attempt/msg/msg_unknown").status()).isEqualTo(404);
        assertThat(api.get("/app/" + app + "/attempt/endpoint/unknown").status())
                .isEqualTo(404);
        assertThat(api.get("/app/" + app + "/attempt/msg/" + message + "?endpoint_id=x")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "status,9",
        "status,-1",
        "status,x",
        "status_code_class,201",
        "status_code_class,x",
        "before,yesterday",
        "after,2030-01-01",
        "limit,0",
        "limit,-1",
        "limit,251",
        "limit,many",
        "channel,a b",
        "tag,a/b",
        "event_types,order..created",
        "order,newest",
        "iterator,xyz",
        "with_content,maybe"
    })
    void refusesAParameterItCannotTakeAndNamesIt(String name, String value) {
        String query = "?" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
        for (String list : List.of("msg/" + message, "endpoint/e")) {
            Answer answer = api.get("/app/" + app + "/attempt/" + list + query);

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text("/detail/0/loc/1")).isEqualTo(name);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"limit=1", "limit=250", "status=0", "status=3", "status_code_class=100", "limit=", "status="})
    void takesEveryValueWithinTheBounds(String query) {
        assertThat(api.get("/app/" + app + "/attempt/endpoint/e?" + query).status())
                .isEqualTo(200);
    }

    private int size(String query) {
        return api.get("/app/" + app + "/attempt/msg/" + message + query)
                .json()
                .at("/data")
                .size();
    }

    private void insert(int number, String outcome, String status, long startedAt, String nextAttemptAt) {
        database.change(sql -> sql.sql("""
                        INSERT INTO attempt (event_id, destination_id, cycle, number, application_id, outcome, status,
                            response, started_at, duration, triggered_by, next_attempt_at)
                        VALUES (?, ?, 1, ?, 'x', ?, %s, 'body', ?, 12, 'scheduled', %s)
                        """.formatted(status, nextAttemptAt.replace("_", "")))
                .params(message, endpoint, number, outcome, startedAt)
                .update());
    }
}
