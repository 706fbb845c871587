package dev.sealpost.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sealpost.api.ApiClient.Answer;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeTest extends ApiTestBase {

    private static final String WHOLE = "\"url\":\"https://example.com/in\"";

    private String path(String rest) {
        return "/app/" + app + rest;
    }

    /** Fault 40. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{%s,\"evenTypes\":[\"a\"]}|/evenTypes|did you mean eventTypes?",
                "{%s,\"event_types\":[\"a\"]}|/event_types|did you mean eventTypes?",
                "{%s,\"EventTypes\":[\"a\"]}|/EventTypes|did you mean eventTypes?",
                "{%s,\"chanels\":[\"a\"]}|/chanels|did you mean channels?",
                "{%s,\"nothing\":1}|/nothing|known are channels, classicSignature, description,",
                "{%s,\"a~b/c\":1}|/a~0b~1c|unknown member",
                "{%s,\"policy\":{\"conccurency\":1}}|/policy/conccurency|did you mean concurrency?",
                "{%s,\"paused\":true}|/paused|POST …/pause",
                "{%s,\"eventTypes\":[\"a\"],\"filterTypes\":[\"b\"]}|/filterTypes|alias of eventTypes",
            })
    void refusesMembersOfAnEndpointThatDoNothing(String body, String pointer, String message) {
        Answer answer = api.post(path("/endpoint"), body.formatted(WHOLE));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/detail/0/msg")).contains(message);
    }

    /** Fault 40. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"deliverAt\":\"2030-01-01T00:00:00Z\"|/deliverAt|not supported",
                "\"transformationsParams\":{\"other\":\"x\"}|/transformationsParams/other|not supported",
                "\"application\":{\"name\":\"x\"}|/application|not supported",
                "\"eventtype\":\"x\"|/eventtype|did you mean eventType?",
                "\"chanels\":[]|/chanels|did you mean channels?",
            })
    void refusesMembersOfAMessageThatDoNothing(String member, String pointer, String message) {
        Answer answer = api.post(path("/msg"), "{\"eventType\":\"a\",\"payload\":{}," + member + "}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/detail/0/msg")).contains(message);
    }

    @Test
    void namesAllInvalidParametersAtOnce() {
        Answer answer = api.get(path("/attempt/msg/m?limit=0&order=up&status=9&before=now&with_content=1&lmit=1"));
        Answer missing = api.get("/id-map/customer");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().at("/detail").findValuesAsText("msg"))
                .containsExactlyInAnyOrder(
                        "unknown parameter; did you mean limit?",
                        "a whole number from 1 to 250 is expected",
                        "one of these is expected: ascending, descending",
                        "a whole number from 0 to 4 is expected",
                        "a time such as 2030-01-31T12:00:00Z is expected",
                        "true or false is expected");
        assertThat(missing.status()).isEqualTo(422);
        assertThat(missing.json()
                        .at("/detail")
                        .valueStream()
                        .map(item -> item.at("/loc/1").asText()))
                .containsExactlyInAnyOrder("system", "id");
    }

    @Test
    void takesWhatSaysNothing() {
        assertThat(api.post(
                                path("/msg"),
                                "{\"eventType\":\"a\",\"payload\":{},\"application\":null,\"deliverAt\":null,"
                                        + "\"transformationsParams\":{},\"payloadRetentionPeriod\":90}")
                        .status())
                .isEqualTo(202);
        assertThat(api.post(path("/endpoint"), "{" + WHOLE + ",\"headers\":{},\"throttleRate\":null,\"secret\":null}")
                        .status())
                .isEqualTo(201);
        assertThat(api.post("/app", "{\"name\":\"a\",\"throttleRate\":null,\"uid\":null,\"metadata\":{}}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void takesBackWhatItHasShown() {
        Answer endpoint = api.post(
                path("/endpoint"),
                "{" + WHOLE
                        + ",\"uid\":\"shown\",\"eventTypes\":[\"a\"],\"throttleRate\":5,\"metadata\":{\"a\":\"b\"}}");
        Answer same = api.send("PUT", path("/endpoint/shown"), endpoint.body());
        Answer paused = api.post(path("/endpoint/shown/pause"), "");
        Answer stillPaused = api.send("PUT", path("/endpoint/shown"), paused.body());
        ObjectNode edited = (ObjectNode) stillPaused.json();
        edited.putArray("eventTypes").add("b");
        Answer other = api.send("PUT", path("/endpoint/shown"), edited.toString());
        Answer application = api.get(path(""));
        Answer message = api.post(path("/msg"), "{\"eventType\":\"a\",\"payload\":{\"a\":1.10}}");

        assertThat(same.status()).as(same.body()).isEqualTo(200);
        assertThat(withoutUpdate(same)).isEqualTo(withoutUpdate(endpoint));
        assertThat(stillPaused.json().at("/paused").asBoolean()).isTrue();
        assertThat(other.text("/filterTypes/0")).isEqualTo("b");
        assertThat(api.send("PUT", path(""), application.body()).status()).isEqualTo(200);
        assertThat(api.post(path("/msg"), message.body()).status()).isEqualTo(202);
    }

    /** By PUT and PATCH, with everything set that can be; and a new one can be made of it. */
    @Test
    void takesBackEverythingThatItShows() {
        api.post(
                path("/endpoint"),
                "{" + WHOLE + ",\"uid\":\"full\",\"description\":\"d\",\"eventTypes\":[\"a.*\"],\"channels\":[\"c\"],"
                        + "\"metadata\":{\"k\":\"v\"},\"disabled\":true,\"policy\":{\"concurrency\":3}}");
        api.send("PATCH", path(""), "{\"metadata\":{\"k\":\"v\"},\"uid\":\"" + app + "\"}");
        api.post(path("/pause"), "");
        for (String at : List.of(path("/endpoint/full"), path(""))) {
            Answer shown = api.get(at);

            for (String method : List.of("PUT", "PATCH")) {
                Answer same = api.send(method, at, shown.body());
                assertThat(same.status())
                        .as(method + " " + at + " " + same.body())
                        .isEqualTo(200);
                assertThat(withoutUpdate(same)).isEqualTo(withoutUpdate(shown));
            }
        }
        ObjectNode copy = (ObjectNode) api.get(path("/endpoint/full")).json();
        copy.put("uid", "copy");
        assertThat(api.post(path("/endpoint"), copy.toString()).status()).isEqualTo(201);
    }

    /** Fault 44, all of them at once. */
    @Test
    void makesOneApplicationForAKeyHoweverManyAskAtOnce() {
        String key = "at-once-" + app;
        List<Answer> answers = IntStream.range(0, 12)
                .parallel()
                .mapToObj(number -> api.postWithKey("/app", key, "{\"name\":\"" + number % 2 + "\"}"))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isIn(201, 409));
        assertThat(answers.stream().filter(answer -> answer.status() == 201).map(answer -> answer.text("/id")))
                .isNotEmpty()
                .containsOnly(answers.stream()
                        .filter(answer -> answer.status() == 201)
                        .findFirst()
                        .orElseThrow()
                        .text("/id"));
        assertThat(answers.stream().filter(answer -> answer.status() == 409)).hasSize(6);
    }

    private static String withoutUpdate(Answer answer) {
        return ((ObjectNode) answer.json()).without("updatedAt").toString();
    }

    /** Fault 44. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "event_types=a.b,c",
                "event_types=a.b&event_types=c",
                "event_types[]=a.b&event_types[]=c",
                "event_types%5B%5D=a.b&event_types%5B%5D=c",
                "event_types[0]=a.b&event_types[1]=c"
            })
    void takesAListOfTypesInEveryWay(String query) {
        api.post(path("/msg"), "{\"eventType\":\"a\",\"payload\":{}}");
        RawClient raw = new RawClient(port, data.secret("api-token"));

        assertThat(raw.send("GET", "/api/v1" + path("/msg") + "?" + query, new byte[0]))
                .satisfies(answer -> assertThat(answer.status()).isEqualTo(200))
                .satisfies(answer -> assertThat(answer.body()).contains("\"data\":[]"));
    }

    @ParameterizedTest
    @CsvSource({
        "event_type=a,event_type,did you mean event_types?", "limt=1,limt,did you mean limit?",
        "limit=1&limit=2,limit,one value", "before=%2B999999999-01-01T00:00:00Z,before,0000 to 9999"
    })
    void refusesParametersThatDoNothing(String query, String name, String message) {
        Answer answer = api.get(path("/msg") + "?" + query);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/loc/0")).isEqualTo("query");
        assertThat(answer.text("/detail/0/loc/1")).isEqualTo(name);
        assertThat(answer.text("/detail/0/msg")).contains(message);
    }

    /** Fault 44. */
    @Test
    void takesASlashAtTheEnd() {
        assertThat(api.get("/app/").status()).isEqualTo(200);
        assertThat(api.get(path("/")).status()).isEqualTo(200);
        assertThat(api.post(path("/msg/"), "{\"eventType\":\"a\",\"payload\":{}}")
                        .status())
                .isEqualTo(202);
        assertThat(api.get(path("/attempt/endpoint/none/")).status()).isEqualTo(404);
    }

    /** Fault 44. */
    @Test
    void makesOneApplicationAndOneEndpointForAKey() {
        String key = "key-" + app;
        Answer first = api.postWithKey("/app", key, "{\"name\":\"a\"}");
        Answer again = api.postWithKey("/app", key, "{\"name\":\"a\"}");
        Answer other = api.postWithKey("/app", key, "{\"name\":\"b\"}");
        api.send("PATCH", "/app/" + first.text("/id"), "{\"name\":\"c\"}");
        Answer changed = api.postWithKey("/app", key, "{\"name\":\"a\"}");
        api.delete("/app/" + first.text("/id"));
        Answer deleted = api.postWithKey("/app", key, "{\"name\":\"a\"}");
        Answer endpoint = api.postWithKey(path("/endpoint"), key, "{" + WHOLE + "}");
        Answer sameEndpoint = api.postWithKey(path("/endpoint"), key, "{" + WHOLE + "}");
        Answer otherEndpoint = api.postWithKey(path("/endpoint"), key, "{\"url\":\"https://example.com/other\"}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(other.status()).isEqualTo(409);
        assertThat(changed.text("/name")).isEqualTo("c");
        assertThat(deleted.status()).isEqualTo(409);
        assertThat(endpoint.status()).as(endpoint.body()).isEqualTo(201);
        assertThat(sameEndpoint.json()).isEqualTo(endpoint.json());
        assertThat(otherEndpoint.status()).isEqualTo(409);
        assertThat(api.get(path("/endpoint")).json().at("/data")).hasSize(1);
    }

    @Test
    void refusesAKeyWhereItHasNoEffect() {
        String resend = path("/msg/m/endpoint/e/resend");

        assertThat(api.postWithKey(resend, "mine", "").text("/detail/0/loc/1")).isEqualTo("idempotency-key");
        assertThat(api.postWithKey(resend, "auto_1", "").status()).isEqualTo(404);
    }

    /** Fault 43: the hash of all these keys is the same. */
    @Test
    void limitsMetadata() {
        String colliding = IntStream.range(0, 1 << 12)
                .mapToObj(number -> IntStream.range(0, 12)
                        .mapToObj(bit -> (number >> bit & 1) == 0 ? "Aa" : "BB")
                        .collect(Collectors.joining()))
                .map(key -> "\"" + key + "\":\"\"")
                .collect(Collectors.joining(","));

        assertThat(metadata(colliding).text("/detail/0/pointer")).isEqualTo("/metadata");
        assertThat(metadata("\"" + "k".repeat(129) + "\":\"\"").status()).isEqualTo(422);
        assertThat(metadata("\"k\":\"" + "v".repeat(4_097) + "\"").status()).isEqualTo(422);
        assertThat(metadata("\"a\\u0000\":\"\"").status()).isEqualTo(422);
        assertThat(metadata(IntStream.range(0, 5)
                                .mapToObj(number -> "\"" + number + "\":\"" + "v".repeat(4_000) + "\"")
                                .collect(Collectors.joining(",")))
                        .text("/detail/0/msg"))
                .contains("16384 bytes");
        assertThat(metadata(IntStream.range(0, 100)
                                .mapToObj(number -> "\"k" + number + "\":\"v\"")
                                .collect(Collectors.joining(",")))
                        .status())
                .isEqualTo(201);
    }

    private Answer metadata(String members) {
        return api.post("/app", "{\"name\":\"a\",\"metadata\":{" + members + "}}");
    }

    /** Fault 47. */
    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void refusesAUidThatNoPathCanSay(String uid) {
        assertThat(api.post("/app", "{\"name\":\"a\",\"uid\":\"" + uid + "\"}").status())
                .isEqualTo(422);
        assertThat(api.post(path("/endpoint"), "{" + WHOLE + ",\"uid\":\"" + uid + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.post(path("/msg"), "{\"eventType\":\"a\",\"payload\":{},\"eventId\":\"" + uid + "\"}")
                        .status())
                .isEqualTo(422);
        assertThat(api.send("PUT", "/app/a%20b", "{\"name\":\"a\"}").text("/detail/0/loc/0"))
                .isEqualTo("path");
    }

    /** Fault 49. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"|a closing } is missing for the object that begins at line 1, column 1",
                "{\"name\":[1|a closing ] is missing for the array",
                "{\"name\":\"a|a closing \" is missing",
                "{\"name\":\"a\",\"name\":\"b\"}|has the member \"name\" twice",
                "{\"name\":01}|a number is not in JSON format",
                "{\"name\":tru}|unknown word",
                "{name:1}|the character n is unexpected; expected the name of a member in double quotes",
                "{\"name\":\"\\q\"}|an unknown escape",
                "[|a closing ] is missing",
            })
    void saysInWordsWhatIsNoJson(String body, String message) {
        Answer answer = api.post("/app", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("malformed_json");
        assertThat(answer.text("/detail")).contains(message).contains("line 1, column");
    }

    /** Fault 50. */
    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "FOO", "PROPFIND"})
    void answersMethodsThatNothingHas(String method) {
        RawClient.Answer answer =
                new RawClient(port, data.secret("api-token")).send(method, "/api/v1/app", new byte[0]);

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.head()).containsIgnoringCase("allow: ").contains("POST");
        assertThat(answer.body()).contains("\"code\":\"method_not_allowed\"");
    }

    /** Fault 50. */
    @Test
    void answersAPreflight() {
        Answer answer = api.send(api.request("/app")
                .header("origin", "https://evil.example")
                .header("access-control-request-method", "POST")
                .method("OPTIONS", ApiClient.text("")));

        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.text("/code")).isEqualTo("method_not_allowed");
        assertThat(answer.headers().firstValue("allow")).contains("GET, POST");
    }
}
