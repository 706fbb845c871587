package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.InvalidFieldsException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.Violation;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventTest {

    private static final String ATTRIBUTES =
            "\"specversion\":\"1.0\",\"id\":\"a-1\",\"source\":\"/orders\",\"type\":\"order.created\"";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String data(String members) {
        return new String(
                CloudEvent.structured(bytes("{" + ATTRIBUTES + members + "}"))
                        .content()
                        .payload()
                        .bytes(),
                StandardCharsets.UTF_8);
    }

    private static List<String> pointers(String json) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(
                        InvalidFieldsException.class, () -> CloudEvent.structured(bytes(json)))
                .violations()
                .stream()
                .map(Violation::pointer)
                .toList();
    }

    private static io.cloudevents.core.v1.CloudEventBuilder sdkEvent() {
        return CloudEventBuilder.v1()
                .withId("a-1")
                .withSource(URI.create("/orders"))
                .withType("order.created")
                .withSubject("order 1")
                .withTime(OffsetDateTime.parse("2026-01-02T04:04:05.678912+01:00"))
                .withExtension("sealpostapplication", "shop")
                .withExtension("sealpostchannels", "eu,us")
                .withExtension("sealposttags", "a.b")
                .withExtension("expirytime", "2026-02-02T00:00:00Z")
                .withExtension("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .withExtension("flag", true)
                .withExtension("number", 7)
                .withData("application/json", bytes("{ \"n\": 1.10 }"));
    }

    @Test
    void readsWhatTheSdkWritesInJson() {
        CloudEvent event =
                CloudEvent.structured(new JsonFormat().serialize(sdkEvent().build()));

        assertThat(event.source()).isEqualTo("/orders");
        assertThat(event.id()).isEqualTo("a-1");
        assertThat(event.application()).contains("shop");
        assertThat(event.time()).contains(Instant.parse("2026-01-02T03:04:05.678Z"));
        assertThat(event.labels())
                .isEqualTo(new Labels(
                        new EventType("order.created"), Optional.of("a-1"), List.of("eu", "us"), List.of("a.b")));
        assertThat(event.content().type()).isEqualTo("application/json");
        assertThat(event.content().expiresAt()).contains(Instant.parse("2026-02-02T00:00:00Z"));
        assertThat(event.content().trace()).map(TraceContext::traceId).contains("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.content().payload().bytes()).isEqualTo(bytes("{ \"n\": 1.10 }"));
    }

    @Test
    void readsBytesThatTheSdkWritesAsBase64() {
        byte[] data = {0, 1, (byte) 0xFF};
        CloudEvent event = CloudEvent.structured(new JsonFormat()
                .serialize(sdkEvent().withData("image/png", data).build()));

        assertThat(event.content().payload().bytes()).isEqualTo(data);
        assertThat(event.content().type()).isEqualTo("image/png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{ \"n\": 1.10,\n \"t\": \"\\u00e9é\" }", "1.10", "[1, 2.0 ]", "\"text\"", "true", "-0.0e1"})
    void cutsTheDataOutAsItStands(String data) {
        assertThat(data(",\"data\": " + data + " ")).isEqualTo(data);
        assertThat(data(",\"data\":" + data + ",\"after\":1")).isEqualTo(data);
    }

    @Test
    void takesTheTextOfAStringWhereTheDataIsNotJson() {
        assertThat(data(",\"data\":\"<a>\\u00e9\\n</a>\",\"datacontenttype\":\"text/xml\""))
                .isEqualTo("<a>é\n</a>");
        assertThat(data(",\"datacontenttype\":\"application/vnd.a+json; charset=utf-8\",\"data\":\"a\""))
                .isEqualTo("\"a\"");
        assertThat(pointers("{" + ATTRIBUTES + ",\"data\":{},\"datacontenttype\":\"text/xml\"}"))
                .containsExactly("/data");
    }

    /** A question mark in place of it would be another text. */
    @Test
    void refusesATextThatCannotBeWritten() {
        assertThat(pointers("{" + ATTRIBUTES + ",\"datacontenttype\":\"text/plain\",\"data\":\"a\\ud83d\"}"))
                .containsExactly("/data");
    }

    @Test
    void takesAnEventWithoutData() {
        assertThat(data("")).isEmpty();
        assertThat(data(",\"data\":null,\"subject\":null")).isEmpty();
    }

    @Test
    void saysEverythingThatIsWrong() {
        assertThat(pointers("{}")).containsExactly("/specversion", "/id", "/source", "/type");
        assertThat(pointers(
                        "{\"specversion\":\"0.3\",\"id\":\"\",\"source\":\"a\",\"type\":\"com/a\",\"time\":\"now\"}"))
                .containsExactly("/specversion", "/id", "/type", "/time");
        assertThat(pointers("{" + ATTRIBUTES + ",\"data\":1,\"data_base64\":\"AA==\"}"))
                .containsExactly("/data_base64");
        assertThat(pointers("{" + ATTRIBUTES + ",\"data_base64\":\"*\"}")).containsExactly("/data_base64");
        assertThat(pointers("{" + ATTRIBUTES + ",\"data_base64\":1}")).containsExactly("/data_base64");
        assertThat(pointers("{" + ATTRIBUTES + ",\"type\":\"b\"}")).containsExactly("/type");
        assertThat(pointers("{" + ATTRIBUTES + ",\"sealposttags\":\"a b\"}")).containsExactly("/sealposttags");
        assertThat(pointers("{" + ATTRIBUTES + ",\"sealpostchannels\":\"a,b,c,d,e,f\"}"))
                .containsExactly("/sealpostchannels");
        assertThat(pointers("{" + ATTRIBUTES + ",\"other\":{}}")).containsExactly("/other");
        assertThat(pointers("{" + ATTRIBUTES + ",\"datacontenttype\":\"a/b\\r\\nX: y\"}"))
                .containsExactly("/datacontenttype");
        assertThat(pointers("{" + ATTRIBUTES + ",\"a/b~c\":{}}")).containsExactly("/a~1b~0c");
        assertThat(pointers("[{" + ATTRIBUTES + "}]")).containsExactly("");
    }

    @Test
    void namesTheVersionThatIsNotUnderstood() {
        assertThatThrownBy(() -> CloudEvent.structured(bytes("{\"specversion\":\"0.3\"}")))
                .hasMessageContaining("/specversion: must be 1.0, not 0.3");
    }

    @Test
    void refusesWhatIsNotJson() {
        assertThatThrownBy(() -> CloudEvent.structured(bytes("{" + ATTRIBUTES)))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> CloudEvent.structured(("{" + ATTRIBUTES + "}").getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(MalformedJsonException.class);
        assertThatThrownBy(() -> CloudEvent.structured(new byte[0])).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void hasOneIdInAnApplicationHoweverItComes() {
        ApplicationId application = new ApplicationId("app_000000000000000000000000001");
        CloudEvent structured = CloudEvent.structured(bytes("{" + ATTRIBUTES + "}"));
        Map<String, String> attributes =
                new HashMap<>(Map.of("specversion", "1.0", "id", "a-1", "source", "/orders", "type", "order.paid"));
        CloudEvent binary = CloudEvent.binary(attributes, bytes("\"other\""));
        attributes.put("source", "/others");

        assertThat(binary.idIn(application)).isEqualTo(structured.idIn(application));
        assertThat(CloudEvent.binary(attributes, new byte[0]).idIn(application)).isNotEqualTo(binary.idIn(application));
        assertThat(binary.idIn(new ApplicationId("app_000000000000000000000000002")))
                .isNotEqualTo(binary.idIn(application));
    }

    @ParameterizedTest
    @CsvSource({"a/b c,", "msg_1,", "a-1,a-1"})
    void isFoundByItsIdWhereThatHasTheForm(String id, String uid) {
        CloudEvent event = CloudEvent.binary(
                Map.of("specversion", "1.0", "id", id, "source", "/orders", "type", "a"), new byte[0]);

        assertThat(event.labels().uid()).isEqualTo(Optional.ofNullable(uid));
    }
}
