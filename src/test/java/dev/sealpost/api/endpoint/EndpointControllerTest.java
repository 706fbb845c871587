package dev.sealpost.api.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointControllerTest extends ApiTestBase {

    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    @Test
    void createsByPutWhatNoUidNames() {
        Answer created = api.send("PUT", path("/new"), "{\"url\":\"https://example.org\"}");
        Answer replaced = api.send("PUT", path("/new"), "{\"url\":\"https://example.com\",\"uid\":\"new\"}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/uid")).isEqualTo("new");
        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.text("/id")).isEqualTo(created.text("/id"));
        assertThat(replaced.text("/url")).isEqualTo("https://example.com");
        assertThat(api.send("PUT", path("/ep_x"), "{\"url\":\"https://example.org\"}")
                        .status())
                .isEqualTo(404);
        assertThat(api.send("PUT", path("/a%20b"), "{\"url\":\"https://example.org\"}")
                        .text("/detail/0/loc/0"))
                .isEqualTo("path");
    }

    @Test
    void createsAnEndpoint() {
        Answer created = api.post(path(""), """
                {"url": "https://example.com/in", "uid": "mine", "description": "d", "eventTypes": ["order.*"],
                 "channels": ["eu"], "metadata": {"a": "b"}, "throttleRate": 5, "secret": "%s"}""".formatted(SECRET));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/id")).matches("ep_[0-9A-Za-z]{27}");
        assertThat(created.text("/eventTypes/0")).isEqualTo("order.*");
        assertThat(created.text("/filterTypes/0")).isEqualTo("order.*");
        assertThat(created.json().at("/rateLimit").intValue()).isEqualTo(5);
        assertThat(created.json().at("/disabled").asBoolean(true)).isFalse();
        assertThat(created.body()).doesNotContain("whsec_");
        assertThat(api.get(path("/mine")).json()).isEqualTo(created.json());
        assertThat(api.get(path("/" + created.text("/id"))).json()).isEqualTo(created.json());
        assertThat(api.get(path("/mine/secret")).body()).isEqualTo("{\"key\":\"" + SECRET + "\"}");
    }

    @Test
    void makesASecretWhereNoneIsGiven() {
        createEndpoint("a");
        createEndpoint("b");

        assertThat(api.get(path("/a/secret")).text("/key"))
                .matches("whsec_[A-Za-z0-9+/=]{40,}")
                .isNotEqualTo(api.get(path("/b/secret")).text("/key"));
    }

    @Test
    void takesTheNamesOfOlderClients() {
        Answer created = api.post(
                path(""), "{\"url\":\"https://example.com\",\"filterTypes\":[\"a\"],\"rateLimit\":3,\"version\":1}");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/eventTypes/0")).isEqualTo("a");
        assertThat(created.json().at("/throttleRate").intValue()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|/url",
                "{\"url\":null}|/url",
                "{\"url\":\"ftp://example.com\"}|/url",
                "{\"url\":\"example.com\"}|/url",
                "{\"url\":\"https://user:pw@example.com/\"}|/url",
                "{\"url\":\"https://example.com/{{x}}\"}|/url",
                "{\"url\":\"https://example.com/\\u0000\"}|/url",
                "{\"url\":\"http://127.0.0.1/\"}|/url",
                "{\"url\":\"http://[::1]/\"}|/url",
                "{\"url\":\"http://10.0.0.1/\"}|/url",
                "{\"url\":\"https://example.com\",\"eventTypes\":[]}|/eventTypes",
                "{\"url\":\"https://example.com\",\"eventTypes\":[\"a b\"]}|/eventTypes/0",
                "{\"url\":\"https://example.com\",\"filterTypes\":[\"a\",\"b*\"]}|/filterTypes/1",
                "{\"url\":\"https://example.com\",\"channels\":[\"a b\"]}|/channels/0",
                "{\"url\":\"https://example.com\",\"channels\":[\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\",\"10\",\"11\"]}|/channels",
                "{\"url\":\"https://example.com\",\"uid\":\"ep_x\"}|/uid",
                "{\"url\":\"https://example.com\",\"secret\":\"short\"}|/secret",
                "{\"url\":\"https://example.com\",\"secret\":\"whsec_!!!\"}|/secret",
                "{\"url\":\"https://example.com\",\"disabled\":\"yes\"}|/disabled",
                "{\"url\":\"https://example.com\",\"metadata\":{\"a\":1}}|/metadata/a",
                "{\"url\":\"https://example.com\",\"rateLimit\":-1}|/rateLimit",
                "{\"url\":\"https://example.com\",\"policy\":7}|/policy",
                "{\"url\":\"https://example.com\",\"policy\":{\"retrySchedule\":5}}|/policy/retrySchedule",
                "{\"url\":\"https://example.com\",\"policy\":{\"retrySchedule\":[5,-1]}}|/policy/retrySchedule/1",
                "{\"url\":\"https://example.com\",\"policy\":{\"retrySchedule\":[1e300]}}|/policy/retrySchedule/0",
                "{\"url\":\"https://example.com\",\"policy\":{\"retrySchedule\":[2592001]}}|/policy/retrySchedule/0",
                "{\"url\":\"https://example.com\",\"policy\":{\"retrySchedule\":[\"5s\"]}}|/policy/retrySchedule/0",
                "{\"url\":\"https://example.com\",\"policy\":{\"jitter\":1}}|/policy/jitter",
                "{\"url\":\"https://example.com\",\"policy\":{\"maxAgeSeconds\":0.5}}|/policy/maxAgeSeconds",
                "{\"url\":\"https://example.com\",\"policy\":{\"concurrency\":0}}|/policy/concurrency",
                "{\"url\":\"https://example.com\",\"policy\":{\"concurrency\":2.5}}|/policy/concurrency",
                "{\"url\":\"https://example.com\",\"policy\":{\"throttle\":5}}|/policy/throttle",
                "{\"url\":\"https://example.com\",\"policy\":{\"throttle\":{\"rate\":-1}}}|/policy/throttle/rate",
                "{\"url\":\"https://example.com\",\"policy\":{\"throttle\":{\"rate\":3,\"burst\":0}}}|/policy/throttle/burst",
                "{\"url\":\"https://example.com\",\"throttleRate\":4,\"policy\":{\"throttle\":{\"rate\":3}}}|/policy/throttle/rate",
                "{\"url\":\"https://example.com\",\"policy\":{\"breaker\":{\"failurePercent\":101}}}|/policy/breaker/failurePercent",
                "{\"url\":\"https://example.com\",\"policy\":{\"breaker\":{\"consecutiveFailures\":-1}}}|/policy/breaker/consecutiveFailures",
                "{\"url\":\"https://example.com\",\"policy\":{\"breaker\":{\"window\":0}}}|/policy/breaker/window",
                "{\"url\":\"https://example.com\",\"policy\":{\"breaker\":{\"openForSeconds\":86401}}}|/policy/breaker/openForSeconds",
                "{\"url\":\"https://example.com\",\"policy\":{\"breaker\":{\"open\":1}}}|/policy/breaker/open",
                "{\"url\":\"https://example.com\",\"policy\":{\"ordering\":\"strictly\"}}|/policy/ordering",
                "{\"url\":\"https://example.com\",\"policy\":{\"disableAfterSeconds\":59}}|/policy/disableAfterSeconds",
                "{\"url\":\"https://example.com\",\"policy\":{\"retries\":1}}|/policy/retries",
            })
    void saysWhatIsWrong(String body, String pointer) {
        Answer answer = api.post(path(""), body);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo(pointer);
        assertThat(answer.json().at("/detail")).hasSize(1);
    }

    @Test
    void doesNotShowASecretThatIsWrong() {
        Answer answer = api.post(path(""), "{\"url\":\"https://example.com\",\"secret\":\"whsec_hunter2\"}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).doesNotContain("hunter2");
    }

    @Test
    void patchesOnlyWhatIsThere() {
        api.post(
                path(""),
                "{\"url\":\"https://example.com\",\"uid\":\"e\",\"eventTypes\":[\"a\"],\"channels\":[\"c\"],\"tags\":[\"t\"],\"description\":\"d\"}");
        String key = api.get(path("/e/secret")).text("/key");

        Answer disabled = api.send("PATCH", path("/e"), "{\"disabled\":true}");
        Answer open = api.send("PATCH", path("/e"), "{\"eventTypes\":null,\"channels\":null}");
        Answer refused = api.send("PATCH", path("/e"), "{\"url\":\"nonsense\",\"description\":\"new\"}");

        assertThat(disabled.json().at("/disabled").asBoolean()).isTrue();
        assertThat(disabled.text("/eventTypes/0")).isEqualTo("a");
        assertThat(open.json().has("eventTypes")).isFalse();
        assertThat(open.json().has("channels")).isFalse();
        assertThat(open.text("/tags/0")).isEqualTo("t");
        assertThat(open.text("/description")).isEqualTo("d");
        assertThat(open.json().at("/disabled").asBoolean()).isTrue();
        assertThat(refused.status()).isEqualTo(422);
        assertThat(api.get(path("/e")).text("/description")).isEqualTo("d");
        assertThat(api.get(path("/e/secret")).text("/key")).isEqualTo(key);
    }

    @Test
    void putsAWholeEndpointAndKeepsItsSecret() {
        api.post(path(""), "{\"url\":\"https://example.com\",\"uid\":\"e\",\"channels\":[\"c\"],\"disabled\":true}");
        String key = api.get(path("/e/secret")).text("/key");

        Answer replaced = api.send("PUT", path("/e"), "{\"url\":\"https://example.org\",\"uid\":\"e\"}");

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.text("/url")).isEqualTo("https://example.org");
        assertThat(replaced.json().has("channels")).isFalse();
        assertThat(replaced.json().at("/disabled").asBoolean(true)).isFalse();
        assertThat(api.get(path("/e/secret")).text("/key")).isEqualTo(key);
        assertThat(api.send("PUT", path("/e"), "{}").status()).isEqualTo(422);
    }

    @Test
    void replacesASecretOnlyWhereOneIsGiven() {
        createEndpoint("e");
        String secret = "whsec_" + "ab".repeat(16);

        Answer patched = api.send("PATCH", path("/e"), "{\"secret\":\"" + secret + "\"}");

        assertThat(patched.status()).isEqualTo(200);
        assertThat(patched.body()).doesNotContain(secret);
        assertThat(api.get(path("/e/secret")).text("/key")).isEqualTo(secret);
        api.send("PATCH", path("/e"), "{\"secret\":null}");
        assertThat(api.get(path("/e/secret")).text("/key")).isEqualTo(secret);
    }

    /** As after a start with another encryption key. */
    @Test
    void saysThatASecretCannotBeReadAndGoesOnWithTheRest() {
        createEndpoint("e");
        writes.write(sql -> sql.sql("UPDATE endpoint SET secret = :junk WHERE uid = 'e' AND application_id ="
                        + " (SELECT id FROM application WHERE uid = :app)")
                .param("junk", new byte[60])
                .param("app", app)
                .update());

        Answer secret = api.get(path("/e/secret"));

        assertThat(secret.status()).isEqualTo(409);
        assertThat(secret.text("/code")).isEqualTo("secret_unreadable");
        assertThat(secret.text("/detail")).contains("encryption key");
        assertThat(api.get(path("/e")).status()).isEqualTo(200);
        assertThat(api.get(path("")).json().at("/data")).hasSize(1);
        assertThat(api.send("PATCH", path("/e"), "{\"secret\":\"whsec_" + "ab".repeat(16) + "\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(path("/e/secret")).status()).isEqualTo(200);
    }

    // Fault 11: seen over the API.
    @Test
    void showsAnEndpointWhoseRowCannotBeReadAndChangesItAsAWholeOnly() {
        createEndpoint("e");
        createEndpoint("other");
        writes.write(sql -> sql.sql("UPDATE endpoint SET policy = '{' WHERE uid = 'e' AND application_id ="
                        + " (SELECT id FROM application WHERE uid = :app)")
                .param("app", app)
                .update());

        assertThat(api.get(path("/e")).text("/broken")).startsWith("policy: ");
        assertThat(api.get(path("")).json().at("/data")).hasSize(2);
        assertThat(api.get(path("/other")).json().has("broken")).isFalse();
        Answer patched = api.send("PATCH", path("/e"), "{\"description\":\"d\"}");
        assertThat(patched.status()).isEqualTo(409);
        assertThat(patched.text("/code")).isEqualTo("row_broken");
        assertThat(api.send("PUT", path("/e"), "{\"url\":\"https://example.com\",\"uid\":\"e\"}")
                        .status())
                .isEqualTo(200);
        assertThat(api.get(path("/e")).json().has("broken")).isFalse();
    }

    @Test
    void refusesAUidThatIsTaken() {
        createEndpoint("e");

        assertThat(api.post(path(""), "{\"url\":\"https://example.com\",\"uid\":\"e\"}")
                        .status())
                .isEqualTo(409);
    }

    @Test
    void knowsOnlyTheEndpointsOfTheApplication() {
        String id = createEndpoint("e");
        api.post("/app", "{\"name\":\"Other\",\"uid\":\"other-" + app + "\"}");

        assertThat(api.get("/app/other-" + app + "/endpoint/" + id).status()).isEqualTo(404);
        assertThat(api.delete("/app/other-" + app + "/endpoint/" + id).status()).isEqualTo(404);
        assertThat(api.get("/app/unknown/endpoint/" + id).status()).isEqualTo(404);
        assertThat(api.post("/app/unknown/endpoint", "{\"url\":\"https://example.com\"}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void cancelsWhatADeletedEndpointIsOwed() {
        String id = createEndpoint("e");
        String other = createEndpoint("f");
        insertDue("msg_" + app + "1", id);
        insertDue("msg_" + app + "2", id);
        insertDue("msg_" + app + "3", other);

        assertThat(api.delete(path("/e")).status()).isEqualTo(204);

        assertThat(api.get(path("/e")).status()).isEqualTo(404);
        assertThat(count("SELECT count(*) FROM due_delivery WHERE destination_id = ?", id))
                .isZero();
        assertThat(count("SELECT count(*) FROM due_delivery WHERE destination_id = ?", other))
                .isOne();
        assertThat(count("SELECT sum(cancelled) FROM ledger WHERE application_id = ?", applicationId()))
                .isEqualTo(2);
        assertThat(count("SELECT count(*) FROM ended_delivery WHERE destination_id = ? AND ending = 'cancelled'", id))
                .isEqualTo(2);
    }

    @Test
    void cancelsWhatTheEndpointsOfADeletedApplicationAreOwed() {
        String application = applicationId();
        insertDue("msg_" + app + "1", createEndpoint("e"));
        insertDue("msg_" + app + "2", createEndpoint("f"));

        assertThat(api.delete("/app/" + app).status()).isEqualTo(204);

        assertThat(count("SELECT count(*) FROM due_delivery WHERE application_id = ?", application))
                .isZero();
        assertThat(count("SELECT sum(cancelled) FROM ledger WHERE application_id = ?", application))
                .isEqualTo(2);
    }

    @Test
    void listsOldestFirstWhenAskedTo() {
        createEndpoint("a");
        createEndpoint("b");

        Answer ascending = api.get(path("?order=ascending"));
        Answer descending = api.get(path(""));

        assertThat(ascending.json().at("/data")).hasSize(2);
        assertThat(ascending.text("/data/0/id")).isEqualTo(descending.text("/data/1/id"));
        assertThat(ascending.json().at("/done").asBoolean()).isTrue();
    }

    private void insertDue(String event, String endpoint) {
        database.change(
                sql -> sql.sql("""
                        INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                            triggered_by, due_at, reason, fault_count, lease_count)
                        VALUES (?, ?, ?, 1, 1, 'scheduled', 0, 'retry', 0, 0)
                        """).params(event, endpoint, applicationId()).update());
    }

    private long count(String query, String parameter) {
        return sql.sql(query).param(parameter).query(Long.class).single();
    }

    private String path(String rest) {
        return "/app/" + app + "/endpoint" + rest;
    }
}
