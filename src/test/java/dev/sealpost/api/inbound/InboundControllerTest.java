package dev.sealpost.api.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.event.Event;
import dev.sealpost.signature.Hmacs;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboundControllerTest extends ApiTestBase {

    private static final int LIMIT = 1 << 20;

    private final String delivery = UUID.randomUUID().toString();

    @AfterEach
    void accept() {
        publisher.refuse(false);
    }

    private HttpRequest.Builder signed(String source, String body) {
        return api.hook(source, body)
                .header("x-hub-signature-256", "sha256=" + Hmacs.hex(SOURCE_SECRET, body))
                .header("x-github-event", "push");
    }

    private Answer post(String source, String id, String body) {
        return api.send(signed(source, body).header("x-github-delivery", id));
    }

    /** Returns the events whose payload contains the id of this test. */
    private List<Event> published() {
        return publisher.published().stream()
                .filter(event -> text(event).contains(delivery))
                .toList();
    }

    private static String text(Event event) {
        return new String(event.payload().bytes(), StandardCharsets.UTF_8);
    }

    private String body(String more) {
        return "{ \"d\": \"" + delivery + "\"" + more + " }";
    }

    @Test
    void takesASignedWebhookWithoutATokenAndAnswersNothing() {
        Answer answer = post("github", delivery, body(", \"amount\": 1.10"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEmpty();
        assertThat(published()).hasSize(1);
        Event event = published().getFirst();
        assertThat(text(event)).isEqualTo(body(", \"amount\": 1.10"));
        assertThat(event.type().name()).isEqualTo("github.push");
        assertThat(event.application().value())
                .isEqualTo(api.get("/app/inbound").text("/id"));
    }

    @Test
    void takesADeliveryOnce() {
        assertThat(post("github", delivery, body("")).status()).isEqualTo(200);
        assertThat(post("github", delivery, body("")).status()).isEqualTo(200);
        assertThat(post("github", "other-" + delivery, body("")).status()).isEqualTo(200);

        assertThat(published()).hasSize(2);
    }

    @Test
    void letsADeliveryThatIsSentAgainThroughWithAMarkWhereItIsAskedTo() {
        post("again", delivery, body(""));
        post("again", delivery, body(""));

        assertThat(published()).hasSize(2);
        assertThat(published().getFirst().labels().tags()).isEmpty();
        assertThat(published().getLast().labels().tags()).containsExactly("redelivered");
        assertThat(published().getLast().id())
                .isNotEqualTo(published().getFirst().id());
    }

    @Test
    void marksWhatComesAfterANewerOne() {
        String id = ", \"id\": \"" + delivery + "\"";
        post("late", "1", body(id + ", \"v\": 2"));
        post("late", "2", body(id + ", \"v\": 1"));

        assertThat(published()).hasSize(2);
        assertThat(published().getFirst().labels().tags()).isEmpty();
        assertThat(published().getLast().labels().tags()).containsExactly("out-of-order");
    }

    @Test
    void dropsWhatComesAfterANewerOneWhereItIsAskedTo() {
        String id = ", \"id\": \"" + delivery + "\"";
        post("latest", "1", body(id + ", \"v\": 2"));

        assertThat(post("latest", "2", body(id + ", \"v\": 1")).status()).isEqualTo(200);

        assertThat(published()).hasSize(1);
    }

    @Test
    void tellsNoReasonWhyTheVerificationFailed() {
        Answer wrong = api.send(api.hook("github", body("")).header("x-hub-signature-256", "sha256=00"));
        Answer missing = api.send(api.hook("github", body("")));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).isEqualTo(missing.body()).contains("\"signature verification failed\"");
        assertThat(missing.status()).isEqualTo(401);
        assertThat(published()).isEmpty();
    }

    @Test
    void believesASignatureOverItsPublicUrlOnly() {
        String body = body("");
        String url = "https://shop.example.com/hooks/square?shop=1";

        assertThat(api.send(api.hook("square?shop=1", body)
                                .header("x-square-hmacsha256-signature", Hmacs.base64(SOURCE_SECRET, url + body)))
                        .status())
                .isEqualTo(200);
        assertThat(api.send(api.hook("square?shop=2", body)
                                .header("x-square-hmacsha256-signature", Hmacs.base64(SOURCE_SECRET, url + body)))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void answersAChallengeByGetAsPlainText() {
        Answer right = get("meta?hub.mode=subscribe&hub.challenge=%3Cb%3E1&hub.verify_token=meatyhamhock");
        Answer wrong = get("meta?hub.mode=subscribe&hub.challenge=1&hub.verify_token=other");

        assertThat(right.status()).isEqualTo(200);
        assertThat(right.body()).isEqualTo("<b>1");
        assertThat(right.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
        assertThat(right.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.body()).doesNotContain("token");
        assertThat(get("github").status()).isEqualTo(405);
    }

    @Test
    void takesAFormThatNobodyHasReadBefore() {
        String form = "payload=a+b&d=" + delivery;

        Answer answer = api.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in/github"))
                .header("content-type", "application/x-www-form-urlencoded")
                .header("x-hub-signature-256", "sha256=" + Hmacs.hex(SOURCE_SECRET, form))
                .POST(BodyPublishers.ofString(form)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(text(published().getFirst())).isEqualTo("{\"payload\":\"a b\",\"d\":\"" + delivery + "\"}");
    }

    private Answer handshake(String method, String source, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in/" + source))
                .method(method, BodyPublishers.noBody());
        return api.send(headers.length == 0 ? request : request.headers(headers));
    }

    /** Fault 45: by CloudEvents' Web Hooks, section 4. */
    @Test
    void permitsASenderThatAsks() {
        Answer asked = handshake(
                "OPTIONS", "github", "WebHook-Request-Origin", "events.example.com", "WebHook-Request-Rate", "120");
        Answer plain = handshake("OPTIONS", "github");

        assertThat(asked.status()).isEqualTo(200);
        assertThat(asked.headers().firstValue("WebHook-Allowed-Origin")).contains("events.example.com");
        assertThat(asked.headers().firstValue("WebHook-Allowed-Rate")).contains("120");
        assertThat(asked.headers().firstValue("Allow").orElseThrow()).contains("POST");
        assertThat(plain.status()).isEqualTo(200);
        assertThat(plain.headers().firstValue("Allow").orElseThrow()).contains("POST");
        assertThat(plain.headers().firstValue("WebHook-Allowed-Origin")).isEmpty();
        assertThat(handshake("OPTIONS", "github", "WebHook-Request-Origin", "x")
                        .headers()
                        .firstValue("WebHook-Allowed-Rate"))
                .contains("*");
        assertThat(handshake("OPTIONS", "github", "WebHook-Request-Origin", "<script>")
                        .status())
                .isEqualTo(422);
        assertThat(handshake("OPTIONS", "nobody", "WebHook-Request-Origin", "x").status())
                .isEqualTo(404);
    }

    /** Fault 45. */
    @Test
    void answersHeadWhereASourceIs() {
        assertThat(handshake("HEAD", "github").status()).isEqualTo(200);
        assertThat(handshake("HEAD", "meta").status()).isEqualTo(200);
        assertThat(handshake("HEAD", "nobody").status()).isEqualTo(404);
    }

    @Test
    void knowsOnlyTheSourcesThatAreConfigured() {
        assertThat(post("stripe", delivery, body("")).status()).isEqualTo(404);
        assertThat(get("stripe").status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH"})
    void letsNoOtherMethodIn(String method) {
        Answer answer = api.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in/github"))
                .method(method, BodyPublishers.noBody()));

        assertThat(answer.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "github/x",
                "github/../../api/v1/app",
                "github%2f..%2f..%2fapi%2fv1%2fapp",
                "github;x=/../api/v1/app"
            })
    void letsNothingElseIn(String path) {
        Answer answer = post(path, delivery, body(""));

        assertThat(answer.status()).isIn(400, 401, 404);
        assertThat(published()).isEmpty();
    }

    @Test
    void refusesALargeBodyBeforeItIsReadWhetherAnnouncedOrNot() {
        String large = "{\"a\":\"" + "x".repeat(LIMIT) + "\"}";
        Answer announced = api.send(signed("github", large));
        Answer chunked = api.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in/github"))
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))));

        assertThat(announced.status()).isEqualTo(413);
        assertThat(chunked.status()).isEqualTo(413);
    }

    @Test
    void takesTheLargestBody() {
        String start = "{\"d\":\"" + delivery + "\",\"a\":\"";
        String large = start + "x".repeat(LIMIT - start.length() - 2) + "\"}";

        assertThat(api.send(signed("github", large)).status()).isEqualTo(200);
        assertThat(published().getFirst().payload().size()).isEqualTo(LIMIT);
    }

    @Test
    void refusesWhatItCannotRead() {
        assertThat(api.send(signed("github", "{}").header("content-encoding", "gzip"))
                        .status())
                .isEqualTo(415);
        assertThat(api.send(signed("github", "{}").setHeader("content-type", "text/xml"))
                        .status())
                .isEqualTo(415);
        assertThat(api.send(signed("github", "{]")).status()).isEqualTo(400);
        assertThat(api.send(signed("github", "")).status()).isEqualTo(400);
    }

    @Test
    void asksToComeAgainWhileNothingCanBeKept() {
        publisher.refuse(true);
        Answer refused = post("github", delivery, body(""));
        publisher.refuse(false);

        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("30");
        assertThat(post("github", delivery, body("")).status()).isEqualTo(200);
        assertThat(published()).hasSize(1);
    }

    private Answer get(String source) {
        return api.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/in/" + source)));
    }
}
