package dev.sealpost.api.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.api.ApiClient.Answer;
import dev.sealpost.api.ApiTestBase;
import dev.sealpost.event.Event;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.http.HttpMessageFactory;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents posted to {@code /app/{app}/msg}, as the CloudEvents SDK for Java writes them and as others get them wrong. */
class CloudEventRequestTest extends ApiTestBase {

    private static final String DATA = "{ \"amount\": 1.10 }";

    private String path() {
        return "/app/" + app + "/msg";
    }

    private static CloudEvent anEvent(String id) {
        return CloudEventBuilder.v1()
                .withId(id)
                .withSource(URI.create("/orders"))
                .withType("order.created")
                .withTime(OffsetDateTime.parse("2026-01-02T03:04:05Z"))
                .withData("application/json", DATA.getBytes(StandardCharsets.UTF_8))
                .build();
    }

    private Answer binary(CloudEvent event) {
        HttpRequest.Builder request = api.request(path());
        HttpMessageFactory.createWriter(
                        request::header,
                        body -> request.POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body)))
                .writeBinary(event);
        return api.send(request);
    }

    private Answer structured(CloudEvent event) {
        HttpRequest.Builder request = api.request(path());
        HttpMessageFactory.createWriter(request::header, body -> request.POST(BodyPublishers.ofByteArray(body)))
                .writeStructured(event, JsonFormat.CONTENT_TYPE);
        return api.send(request);
    }

    private Answer posted(String contentType, String body, String... headers) {
        HttpRequest.Builder request =
                api.request(path()).header("content-type", contentType).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return api.send(request);
    }

    private List<Event> published(Answer answer) {
        return publisher.published().stream()
                .filter(event -> event.id().value().equals(answer.text("/id")))
                .toList();
    }

    @Test
    void takesWhatTheSdkWritesInBothModesAsOneEvent() {
        Answer first = binary(anEvent("a-1"));
        Answer second = structured(anEvent("a-1"));

        assertThat(first.status()).as(first.body()).isEqualTo(202);
        assertThat(first.text("/eventType")).isEqualTo("order.created");
        assertThat(first.text("/eventId")).isEqualTo("a-1");
        assertThat(first.text("/timestamp")).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(first.body()).contains("\"payload\":" + DATA);
        assertThat(second.status()).as(second.body()).isEqualTo(202);
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(published(first)).hasSize(1);
        assertThat(published(first).getFirst().time()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(new String(published(first).getFirst().payload().bytes(), StandardCharsets.UTF_8))
                .isEqualTo(DATA);
    }

    @Test
    void refusesOtherDataUnderTheSameSourceAndId() {
        structured(anEvent("a-2"));

        assertThat(structured(CloudEventBuilder.v1(anEvent("a-2"))
                                .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8))
                                .build())
                        .status())
                .isEqualTo(409);
    }

    @Test
    void takesDataThatIsNotJson() {
        Answer answer = posted(
                "text/plain; charset=utf-8",
                "hello",
                "ce-specversion",
                "1.0",
                "CE-ID",
                "a%20b%E2%82%AC",
                "ce-source",
                "/orders",
                "ce-type",
                "order.note");

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.text("/payload")).isEqualTo("hello");
        assertThat(published(answer).getFirst().content().type()).isEqualTo("text/plain; charset=utf-8");
        assertThat(answer.text("/id"))
                .isEqualTo(dev.sealpost.event.EventId.derived(applicationId(), "cloudevent", "/orders", "a b€")
                        .value());
    }

    /** A character in place of each would make one id of two. */
    @Test
    void refusesAnAttributeThatIsNotUtf8() {
        Answer answer = posted(
                "application/json", "{}", "ce-specversion", "1.0", "ce-id", "%FF", "ce-source", "/a", "ce-type", "a");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("ce-id", "percent-encoded UTF-8");
    }

    @Test
    void refusesAWholeEventUnderTheNameOfAnotherCharacterSet() {
        String event = "{\"specversion\":\"1.0\",\"id\":\"é\",\"source\":\"/a\",\"type\":\"a\"}";

        for (String charset : List.of("utf-16", "ISO-8859-1")) {
            Answer answer = posted("application/cloudevents+json; charset=" + charset, event);

            assertThat(answer.status()).as(answer.body()).isIn(415, 422);
            assertThat(answer.body()).contains("charset");
        }
        assertThat(posted("application/cloudevents+json; charset=\"UTF-8\"", event)
                        .status())
                .isEqualTo(202);
    }

    @Test
    void takesAnEventWithoutData() {
        Answer answer = binary(CloudEventBuilder.v1()
                .withId("a-3")
                .withSource(URI.create("/orders"))
                .withType("order.created")
                .build());

        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(published(answer).getFirst().payload().size()).isZero();
    }

    @Test
    void pointsAtWhatIsWrongInABody() {
        Answer answer = posted(
                "application/cloudevents+json",
                "{\"specversion\":\"0.3\",\"id\":\"1\",\"type\":\"a/b\",\"time\":\"now\",\"data\":1}");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.json().findValuesAsText("pointer"))
                .containsExactly("/specversion", "/source", "/type", "/time");
        assertThat(posted("application/cloudevents+json", "{").text("/code")).isEqualTo("malformed_json");
    }

    @ParameterizedTest
    @CsvSource({
        "ce-id,          1,       ce-specversion",
        "ce-specversion, 1.0,     ce-id",
        "ce-specversion, 0.3,     ce-specversion",
    })
    void namesTheHeaderThatIsMissingOrWrong(String header, String value, String named) {
        Answer answer = posted("application/json", "{}", header, value);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/detail/0/loc/0")).isEqualTo("header");
        assertThat(answer.text("/detail/0/loc/1")).isEqualTo(named);
    }

    @Test
    void refusesBothModesAtOnce() {
        Answer answer = posted(
                "application/cloudevents+json",
                new String(new JsonFormat().serialize(anEvent("a-4")), StandardCharsets.UTF_8),
                "ce-id",
                "a-4");

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("use one mode only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/cloudevents-batch+json", "application/cloudevents+avro"})
    void refusesOtherFormats(String contentType) {
        Answer answer = posted(contentType, "[]");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.body()).contains("application/cloudevents+json");
    }

    @Test
    void refusesAnEventForAnotherApplicationThanThePath() {
        Answer wrong = structured(CloudEventBuilder.v1(anEvent("a-5"))
                .withExtension("sealpostapplication", "elsewhere")
                .build());
        Answer right = structured(CloudEventBuilder.v1(anEvent("a-5"))
                .withExtension("sealpostapplication", app)
                .build());

        assertThat(wrong.status()).isEqualTo(422);
        assertThat(wrong.text("/detail/0/pointer")).isEqualTo("/sealpostapplication");
        assertThat(right.status()).isEqualTo(202);
    }
}
