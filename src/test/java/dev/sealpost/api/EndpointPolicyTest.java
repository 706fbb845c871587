package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sealpost.api.ApiClient.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPolicyTest extends ApiTestBase {

    private static final String WHOLE = """
            {"retrySchedule": [0, 2.5, 300], "jitter": 0.1, "maxAgeSeconds": 3600, "concurrency": 4,
             "throttle": {"rate": 2.5, "burst": 9},
             "breaker": {"consecutiveFailures": 3, "failurePercent": 50, "window": 10, "openForSeconds": 30},
             "ordering": "strict-pass-dead", "disableAfterSeconds": 86400}""";

    @Test
    void keepsWhatIsOverriddenAndShowsWhatHolds() {
        createEndpoint("e");

        Answer plain = api.get(path("/e"));
        Answer changed = patch("{\"policy\": " + WHOLE + "}");

        assertThat(plain.json().at("/policy")).isEqualTo(json("{}"));
        assertThat(plain.json().at("/effectivePolicy/retrySchedule")).isEqualTo(json("[5, 300]"));
        assertThat(plain.json().at("/effectivePolicy/throttle/rate").doubleValue())
                .isZero();
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/policy")).isEqualTo(json(WHOLE));
        assertThat(changed.json().at("/effectivePolicy")).isEqualTo(json(WHOLE));
        assertThat(api.get(path("/e")).json()).isEqualTo(changed.json());
    }

    @Test
    void mergesAPatchIntoWhatIsThere() {
        createEndpoint("e");
        patch("{\"policy\": " + WHOLE + "}");

        Answer one = patch("{\"policy\": {\"concurrency\": 5, \"breaker\": {\"window\": 11}}}");
        Answer less =
                patch("{\"policy\": {\"concurrency\": null, \"breaker\": null, \"throttle\": {\"burst\": null}}}");
        Answer untouched = patch("{\"description\": \"d\"}");
        Answer none = patch("{\"policy\": null}");

        assertThat(one.json().at("/policy/concurrency").intValue()).isEqualTo(5);
        assertThat(one.json().at("/policy/breaker/window").intValue()).isEqualTo(11);
        assertThat(one.json().at("/policy/breaker/failurePercent").intValue()).isEqualTo(50);
        assertThat(less.json().at("/policy")).isEqualTo(json("""
                {"retrySchedule": [0, 2.5, 300], "jitter": 0.1, "maxAgeSeconds": 3600, "throttle": {"rate": 2.5},
                 "ordering": "strict-pass-dead", "disableAfterSeconds": 86400}"""));
        assertThat(less.json().at("/effectivePolicy/throttle/burst").intValue()).isEqualTo(3);
        assertThat(untouched.json().at("/policy")).isEqualTo(less.json().at("/policy"));
        assertThat(none.json().at("/policy")).isEqualTo(json("{}"));
    }

    @Test
    void takesThePolicyAwayWhenAPutSaysNothingOfIt() {
        createEndpoint("e");
        patch("{\"policy\": " + WHOLE + "}");

        Answer put = api.send("PUT", path("/e"), "{\"url\": \"https://example.com/in\", \"uid\": \"e\"}");

        assertThat(put.json().at("/policy")).isEqualTo(json("{}"));
    }

    @Test
    void callsTheRateOfTheThrottleByItsNameInSvixToo() {
        createEndpoint("e");

        Answer byAlias = patch("{\"throttleRate\": 5}");
        Answer byPolicy = patch("{\"policy\": {\"throttle\": {\"rate\": 6}}}");
        Answer same = patch("{\"throttleRate\": 7, \"policy\": {\"throttle\": {\"rate\": 7}}}");
        Answer none = patch("{\"throttleRate\": null}");

        assertThat(byAlias.json().at("/policy/throttle/rate").intValue()).isEqualTo(5);
        assertThat(byAlias.json().at("/effectivePolicy/throttle/burst").intValue())
                .isEqualTo(5);
        assertThat(byPolicy.json().at("/throttleRate").intValue()).isEqualTo(6);
        assertThat(same.json().at("/throttleRate").intValue()).isEqualTo(7);
        assertThat(none.json().has("throttleRate")).isFalse();
        assertThat(none.json().at("/policy")).isEqualTo(json("{}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"retrySchedule\": [-1] | /retrySchedule/0 | a time from 0 s to 2592000 s",
                "\"retrySchedule\": [1e300] | /retrySchedule/0 | a time from 0 s to 2592000 s",
                "\"retrySchedule\": \"soon\" | /retrySchedule | list",
                "\"jitter\": -0.1 | /jitter | a share from 0 to 0.9",
                "\"maxAgeSeconds\": 0.5 | /maxAgeSeconds | a time from 1 s to 7776000 s (90 days)",
                "\"maxAgeSeconds\": 7776001 | /maxAgeSeconds | a time from 1 s to 7776000 s (90 days)",
                "\"concurrency\": 0 | /concurrency | a whole number from 1 to 1000",
                "\"concurrency\": 1001 | /concurrency | a whole number from 1 to 1000",
                "\"concurrency\": 99999999999 | /concurrency | whole number",
                "\"throttle\": {\"rate\": 0.001} | /throttle/rate | a number from 0.01 to 65535",
                "\"throttle\": {\"rate\": 65536} | /throttle/rate | a number from 0.01 to 65535",
                "\"throttle\": {\"rate\": -1} | /throttle/rate | a number from 0.01 to 65535",
                "\"throttle\": {\"rate\": 1, \"burst\": 0} | /throttle/burst | a whole number from 1 to 65535",
                "\"throttle\": {\"rate\": 1, \"burst\": 65536} | /throttle/burst | a whole number from 1 to 65535",
                "\"breaker\": {\"consecutiveFailures\": 1001} | /breaker/consecutiveFailures | from 0 to 1000",
                "\"breaker\": {\"consecutiveFailures\": -1} | /breaker/consecutiveFailures | from 0 to 1000",
                "\"breaker\": {\"failurePercent\": 101} | /breaker/failurePercent | from 0 to 100",
                "\"breaker\": {\"window\": 0} | /breaker/window | from 1 to 1000",
                "\"breaker\": {\"window\": 1001} | /breaker/window | from 1 to 1000",
                "\"breaker\": {\"openForSeconds\": 0.5} | /breaker/openForSeconds | a time from 1 s to 86400 s (1 days)",
                "\"breaker\": {\"openForSeconds\": 86401} | /breaker/openForSeconds | a time from 1 s to 86400 s (1 days)",
                "\"ordering\": \"loose\" | /ordering | strict-pass-dead",
                "\"disableAfterSeconds\": 59 | /disableAfterSeconds | a time from 60 s to 31536000 s (365 days)",
                "\"disableAfterSeconds\": 31536001 | /disableAfterSeconds | a time from 60 s to 31536000 s (365 days)",
                "\"patience\": 1 | /patience | there is no such member"
            })
    void namesTheMemberAndTheBoundOfWhatItRefuses(String member, String pointer, String bound) {
        createEndpoint("e");

        Answer answer = patch("{\"policy\": {" + member + "}}");

        assertThat(answer.status()).as(answer.body()).isEqualTo(422);
        assertThat(answer.json().at("/detail")).as(answer.body()).hasSize(1);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo("/policy" + pointer);
        assertThat(answer.text("/detail/0/msg")).contains(bound);
        assertThat(api.get(path("/e")).json().at("/policy")).isEqualTo(json("{}"));
    }

    @Test
    void refusesMoreDelaysThanThereMayBe() {
        createEndpoint("e");

        Answer answer = patch("{\"policy\": {\"retrySchedule\": [" + "1,".repeat(50) + "1]}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo("/policy/retrySchedule");
        assertThat(answer.text("/detail/0/msg")).contains("at most 50");
    }

    @Test
    void namesTheBoundOfAValueOutsideIt() {
        createEndpoint("e");

        Answer answer = patch("{\"policy\": {\"retrySchedule\": [5, 9999999], \"jitter\": 2}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo("/policy/retrySchedule/1");
        assertThat(answer.text("/detail/0/msg")).isEqualTo("a time from 0 s to 2592000 s (30 days) is expected");
        assertThat(answer.text("/detail/1/pointer")).isEqualTo("/policy/jitter");
        assertThat(answer.text("/detail/1/msg")).isEqualTo("a share from 0 to 0.9 is expected");
        assertThat(api.get(path("/e")).json().at("/policy")).isEqualTo(json("{}"));
    }

    @Test
    void pausesAnEndpointUntilItIsResumed() {
        createEndpoint("e");

        Answer paused = api.post(path("/e/pause"), "");
        Answer put = api.send("PUT", path("/e"), "{\"url\": \"https://example.com/in\", \"uid\": \"e\"}");
        Answer resumed = api.post(path("/e/resume"), "");

        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().at("/paused").booleanValue()).isTrue();
        assertThat(put.json().at("/paused").booleanValue()).isTrue();
        assertThat(resumed.json().at("/paused").booleanValue()).isFalse();
        assertThat(api.post(path("/nobody/pause"), "").status()).isEqualTo(404);
    }

    @Test
    void pausesAnApplicationUntilItIsResumed() {
        Answer paused = api.post("/app/" + app + "/pause", "");
        Answer patched = api.send("PATCH", "/app/" + app, "{\"name\": \"New\"}");
        Answer resumed = api.post("/app/" + app + "/resume", "");

        assertThat(paused.status()).isEqualTo(200);
        assertThat(paused.json().at("/paused").booleanValue()).isTrue();
        assertThat(patched.json().at("/paused").booleanValue()).isTrue();
        assertThat(resumed.json().at("/paused").booleanValue()).isFalse();
        assertThat(api.post("/app/nobody/pause", "").status()).isEqualTo(404);
    }

    @Test
    void saysWhyAnEndpointIsDisabled() {
        String id = createEndpoint("e");

        Answer disabled = patch("{\"disabled\": true}");
        Answer enabled = patch("{\"disabled\": false}");
        writes.write(sql -> sql.sql("UPDATE endpoint SET disabled = TRUE, disabled_reason = 'failing' WHERE id = ?")
                .param(id)
                .update());
        Answer failing = patch("{\"description\": \"d\"}");

        assertThat(disabled.text("/disabledReason")).isEqualTo("by-request");
        assertThat(enabled.json().has("disabledReason")).isFalse();
        assertThat(failing.text("/disabledReason")).isEqualTo("failing");
    }

    private Answer patch(String body) {
        return api.send("PATCH", path("/e"), body);
    }

    private String path(String rest) {
        return "/app/" + app + "/endpoint" + rest;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
