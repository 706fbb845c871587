package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.message.ContentCases;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageControllerTest extends ApiTestBase {

    private static final int LIMIT = 1 << 20;

    @AfterEach
    void accept() {
        publisher.refuse(false);
    }

    @Test
    void acceptsAnEventAndKeepsItsPayloadAsItIs() {
        String payload = "{ \"amount\": 1.10,\n \"text\": \"\\u00e9é\" }";

        Answer answer = api.post(path(""), """
                {"eventType": "order.created", "eventId": "order-1", "channels": ["eu"], "tags": ["t"], "payload": %s}""".formatted(payload));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.headers().firstValueAsLong("content-length")).isPresent();
        assertThat(answer.text("/id")).matches("msg_[0-9A-Za-z]{27}");
        assertThat(answer.text("/eventType")).isEqualTo("order.created");
        assertThat(answer.text("/eventId")).isEqualTo("order-1");
        assertThat(answer.text("/channels/0")).isEqualTo("eu");
        assertThat(answer.text("/tags/0")).isEqualTo("t");
        assertThat(answer.text("/timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(answer.body()).contains("\"payload\":" + payload);
        assertThat(new String(published(answer).payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(payload);
        assertThat(published(answer).application().value()).isEqualTo(applicationId());
        assertThat(api.get(path("/" + answer.text("/id"))).body()).isEqualTo(answer.body());
        assertThat(api.get(path("/order-1")).body()).isEqualTo(answer.body());
    }

    @Test
    void leavesThePayloadOutWhenAskedTo() {
        Answer answer = api.post(path("?with_content=false"), "{\"eventType\":\"a\",\"payload\":{\"a\":1}}");

        assertThat(answer.body()).contains("\"payload\":{}");
        assertThat(api.get(path("/" + answer.text("/id") + "?with_content=false"))
                        .body())
                .isEqualTo(answer.body());
    }

    @Test
    void answersARepeatWithTheFirst() {
        Answer first = api.postWithKey(path(""), "k1", "{\"eventType\":\"a\",\"payload\":{\"a\":1}}");
        Answer second = api.postWithKey(path(""), "k1", "{\"payload\":{\"a\":1}, \"eventType\":\"a\"}");
        Answer other = api.postWithKey(path(""), "k2", "{\"eventType\":\"a\",\"payload\":{\"a\":1}}");

        assertThat(second.status()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(other.text("/id")).isNotEqualTo(first.text("/id"));
        assertThat(publisher.published())
                .filteredOn(event -> event.id().value().equals(first.text("/id")))
                .hasSize(1);
    }

    @Test
    void refusesAnotherEventUnderAKey() {
        api.postWithKey(path(""), "k1", "{\"eventType\":\"a\",\"payload\":{\"a\":1}}");

        Answer payload = api.postWithKey(path(""), "k1", "{\"eventType\":\"a\",\"payload\":{\"a\":1.0}}");
        Answer type = api.postWithKey(path(""), "k1", "{\"eventType\":\"b\",\"payload\":{\"a\":1}}");

        assertThat(payload.status()).isEqualTo(409);
        assertThat(payload.text("/code")).isEqualTo("conflict");
        assertThat(type.status()).isEqualTo(409);
    }

    @Test
    void noticesARepeatOfWhatIsInTheDatabase() {
        String kept = EventId.derived(applicationId(), "key", "kept").value();
        insert(kept, "a", 1_000);

        Answer same = api.postWithKey(
                path(""), "kept", "{\"eventType\":\"a\",\"channels\":[\"eu\"],\"payload\":{\"kept\":1.10}}");
        Answer other = api.postWithKey(path(""), "kept", "{\"eventType\":\"a\",\"payload\":{}}");

        assertThat(same.status()).isEqualTo(202);
        assertThat(same.text("/id")).isEqualTo(kept);
        assertThat(same.text("/timestamp")).isEqualTo("1970-01-01T00:00:01Z");
        assertThat(other.status()).isEqualTo(409);
        assertThat(publisher.published()).noneMatch(event -> event.id().value().equals(kept));
    }

    @Test
    void refusesAnEmptyKeyAndALongOne() {
        Answer answer = api.postWithKey(path(""), "k".repeat(257), "{\"eventType\":\"a\",\"payload\":{}}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/loc/0")).isEqualTo("header");
        assertThat(api.postWithKey(path(""), " ", "{\"eventType\":\"a\",\"payload\":{}}")
                        .status())
                .isEqualTo(422);
    }

    @Test
    void saysWhatIsWrong() {
        Answer answer = api.post(path(""), "{\"eventType\":\"a b\",\"payload\":[],\"channels\":[\"x\",1]}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/pointer")).isEqualTo("/eventType");
        assertThat(answer.text("/detail/1/pointer")).isEqualTo("/payload");
        assertThat(answer.text("/detail/2/loc/1")).isEqualTo("channels");
        assertThat(answer.text("/detail/2/loc/2")).isEqualTo("1");
    }

    @Test
    void saysWhereJsonIsMalformed() {
        Answer answer = api.post(path(""), "{\"eventType\":\"a\",\n  oops}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/code")).isEqualTo("malformed_json");
        assertThat(answer.json().at("/line").intValue()).isEqualTo(2);
        assertThat(answer.json().at("/column").intValue()).isBetween(3, 8);
        assertThat(answer.text("/detail")).contains("line 2");
    }

    @Test
    void knowsNoEventOfAnotherApplication() {
        Answer answer = api.post(path(""), "{\"eventType\":\"a\",\"eventId\":\"mine\",\"payload\":{}}");
        api.post("/app", "{\"name\":\"Other\",\"uid\":\"other-" + app + "\"}");

        assertThat(api.get("/app/other-" + app + "/msg/" + answer.text("/id")).status())
                .isEqualTo(404);
        assertThat(api.get("/app/other-" + app + "/msg/mine").status()).isEqualTo(404);
        assertThat(api.get(path("/msg_unknown")).status()).isEqualTo(404);
        assertThat(api.get(path("/un.known")).status()).isEqualTo(404);
        assertThat(api.post("/app/unknown/msg", "{\"eventType\":\"a\",\"payload\":{}}")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void refusesWhileEventsCannotBeKept() {
        publisher.refuse(true);

        Answer answer = api.post(path(""), "{\"eventType\":\"a\",\"payload\":{}}");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers().firstValue("retry-after")).contains("30");
        assertThat(answer.text("/code")).isEqualTo("unavailable");
    }

    @Test
    void takesABodyUpToTheLimit() {
        String body = bodyOf(LIMIT);

        assertThat(api.post(path("?with_content=false"), body).status()).isEqualTo(202);
        assertThat(api.post(path(""), body + " ").status()).isEqualTo(413);
        assertThat(api.post(path(""), body + " ").text("/code")).isEqualTo("payload_too_large");
    }

    @Test
    void countsABodyWithoutALength() {
        assertThat(chunked(bodyOf(LIMIT)).status()).isEqualTo(202);
        assertThat(chunked(bodyOf(LIMIT) + " ").status()).isEqualTo(413);
        assertThat(chunked("{\"eventType\":\"a\",\"payload\":{}}").status()).isEqualTo(202);
    }

    @Test
    void takesTheSizesAroundWhereTheBrokerChanges() {
        for (int size : new int[] {99 * 1024, 101 * 1024, 1000 * 1024}) {
            String body = bodyOf(size);

            Answer answer = api.post(path(""), body);

            assertThat(answer.status()).isEqualTo(202);
            assertThat(body).contains(new String(published(answer).payload().bytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void listsTheEventsInTheDatabase() {
        insert("msg_1" + app, "order.created", 1_000);
        insert("msg_2" + app, "order.deleted", 2_000);
        insert("msg_3" + app, "order.created", 3_000);

        assertThat(ids(api.get(path("")))).containsExactly("msg_3" + app, "msg_2" + app, "msg_1" + app);
        assertThat(ids(api.get(path("?event_types=order.created,order.x"))))
                .containsExactly("msg_3" + app, "msg_1" + app);
        assertThat(ids(api.get(path("?before=1970-01-01T00:00:03Z&after=1970-01-01T00:00:01Z"))))
                .containsExactly("msg_2" + app);
        assertThat(ids(api.get(path("?channel=eu")))).hasSize(3);
        assertThat(ids(api.get(path("?channel=e")))).isEmpty();
        assertThat(ids(api.get(path("?tag=none")))).isEmpty();
        assertThat(api.get(path("")).body()).contains("\"payload\":{\"kept\":1.10}");
        assertThat(api.get(path("?with_content=false")).body()).contains("\"payload\":{}");
    }

    @Test
    void listsPageByPage() {
        for (int i = 1; i <= 5; i++) {
            insert("msg_" + i + app, "a", 1_000 + i / 2);
        }
        List<String> ids = new ArrayList<>();
        Answer page = api.get(path("?limit=2"));
        ids.addAll(ids(page));
        while (!page.json().at("/done").asBoolean()) {
            page = api.get(path("?limit=2&iterator=" + page.text("/iterator")));
            ids.addAll(ids(page));
        }

        assertThat(ids).containsExactly("msg_5" + app, "msg_4" + app, "msg_3" + app, "msg_2" + app, "msg_1" + app);
        assertThat(api.get("/app?iterator=" + page.text("/iterator")).status()).isEqualTo(422);
    }

    @Test
    void refusesBadListParameters() {
        assertThat(api.get(path("?before=yesterday")).text("/detail/0/loc/1")).isEqualTo("before");
        assertThat(api.get(path("?event_types=a,,b")).text("/detail/0/loc/1")).isEqualTo("event_types");
        assertThat(api.get(path("?channel=a%20b")).text("/detail/0/loc/1")).isEqualTo("channel");
        assertThat(api.get(path("?with_content=maybe")).text("/detail/0/loc/1")).isEqualTo("with_content");
    }

    @Test
    void showsContentThatIsNoJsonAsText() {
        insertContent("msg_text" + app, "text/plain", "say \"hi\" é");
        insertContent("msg_broken" + app, "application/json", "{broken");

        assertThat(api.get(path("/msg_text" + app)).text("/payload")).isEqualTo("say \"hi\" é");
        assertThat(api.get(path("/msg_broken" + app)).text("/payload")).isEqualTo("{broken");
    }

    /** Fault 9: rows as builds stored them that did not check content. */
    @Test
    void showsAListThatIsJsonWhateverItsRowsHold() {
        List<ContentCases.Case> cases = ContentCases.all();
        for (ContentCases.Case each : cases) {
            insertBytes(
                    "msg_" + each.name().replace('.', '-') + app,
                    each.label().text.orElse(""),
                    each.kind().bytes);
        }

        Set<String> shown = new HashSet<>();
        Answer page = api.get(path("?limit=250"));
        page.json().at("/data").forEach(item -> shown.add(item.at("/id").asText()));

        assertThat(page.status()).isEqualTo(200);
        assertThat(shown).hasSize(cases.size());
        JsonNode good = api.get(path("/msg_json-json" + app)).json();
        assertThat(good.at("/payload/t").asText()).isEqualTo("é€");
        assertThat(good.has("payloadEncoding")).isFalse();
        JsonNode bytes = api.get(path("/msg_bytes-binary" + app)).json();
        assertThat(bytes.at("/payload").asText()).isEqualTo("/wABAg==");
        assertThat(bytes.at("/payloadEncoding").asText()).isEqualTo("base64");
    }

    /** Fault 8. */
    @Test
    void refusesABinaryCloudEventThatIsCompressedOrNoJson() {
        assertThat(cloudEvent("application/json", "{oops").status()).isEqualTo(422);
        assertThat(cloudEvent("application/json", "{oops").text("/detail/0/loc/0"))
                .isEqualTo("body");
        Answer compressed = cloudEvent("application/json", "{}", "Content-Encoding", "gzip");
        assertThat(compressed.status()).isEqualTo(415);
        assertThat(compressed.body()).contains("compressed (gzip)");
        assertThat(cloudEvent("text/plain; charset=x-none", "a").text("/detail/0/loc/1"))
                .isEqualTo("content-type");
        assertThat(api.send(api.request(path(""))
                                .header("content-type", "application/json")
                                .header("content-encoding", "br")
                                .POST(BodyPublishers.ofString("{}")))
                        .status())
                .isEqualTo(415);
    }

    @Test
    void refusesJsonUnderTheNameOfAnotherCharacterSet() {
        assertThat(inLatin1("é").text("/detail/0/loc/1")).isEqualTo("content-type");
        assertThat(inLatin1("e").status()).isEqualTo(202);
    }

    private Answer inLatin1(String text) {
        return api.send(api.request(path(""))
                .header("content-type", "application/json; charset=ISO-8859-1")
                .POST(BodyPublishers.ofString("{\"eventType\":\"a\",\"payload\":{\"t\":\"" + text + "\"}}")));
    }

    private Answer cloudEvent(String contentType, String data, String... more) {
        HttpRequest.Builder request = api.request(path(""))
                .header("content-type", contentType)
                .headers("ce-specversion", "1.0", "ce-id", "1", "ce-source", "/a", "ce-type", "a.b")
                .POST(BodyPublishers.ofString(data));
        return api.send(more.length == 0 ? request : request.headers(more));
    }

    private Answer chunked(String body) {
        return api.send(api.request(path("?with_content=false"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)))));
    }

    private static String bodyOf(int size) {
        String frame = "{\"eventType\":\"a\",\"payload\":{\"a\":\"\"}}";
        return frame.replace("\"\"}}", "\"" + "x".repeat(size - frame.length()) + "\"}}");
    }

    private Event published(Answer answer) {
        return publisher.published().stream()
                .filter(event -> event.id().value().equals(answer.text("/id")))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> ids(Answer page) {
        List<String> ids = new ArrayList<>();
        page.json().at("/data").forEach(item -> ids.add(item.at("/id").asText()));
        return ids;
    }

    private void insert(String id, String type, long time) {
        insert(id, type, time, "application/json", "{\"kept\":1.10}");
    }

    private void insertContent(String id, String contentType, String content) {
        insert(id, "a", 1, contentType, content);
    }

    private void insert(String id, String type, long time, String contentType, String content) {
        insert(id, type, time, contentType, content.getBytes(StandardCharsets.UTF_8));
    }

    private void insertBytes(String id, String contentType, byte[] content) {
        insert(id, "a", 1, contentType, content);
    }

    private void insert(String id, String type, long time, String contentType, byte[] content) {
        database.change(sql -> sql.sql("""
                        INSERT INTO event (id, application_id, type, channels, content_type, payload, created_at,
                            broker_message_id, destinations) VALUES (?, ?, ?, '["eu"]', ?, ?, ?, 1, '')
                        """)
                .params(id, applicationId(), type, contentType, content, time)
                .update());
    }

    private String path(String rest) {
        return "/app/" + app + "/msg" + rest;
    }
}
