package dev.sealpost.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.request.FormatEvent.FormattedBody;
import io.cloudevents.CloudEvent;
import io.cloudevents.http.HttpMessageFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What Sealpost writes is read by the SDK of CloudEvents. */
class FormatEventTest {

    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final byte[] PAYLOAD = "{\"a\": 1.10, \"b\":\"é\"}".getBytes(StandardCharsets.UTF_8);

    private static FormattedBody format(PayloadFormat format, byte[] body, String contentType) {
        Event event = new Event(
                new EventId("msg_1"),
                new ApplicationId("app_1"),
                TIME,
                Labels.of(new EventType("order.created")),
                Content.json(body));
        return FormatEvent.format(format, event, body, contentType);
    }

    private static CloudEvent read(FormattedBody body) {
        Map<String, String> headers = new HashMap<>(body.headers());
        headers.put("Content-Type", body.contentType());
        return HttpMessageFactory.createReader(headers, body.bytes()).toEvent();
    }

    @Test
    void leavesAStandardWebhookAsItIs() {
        FormattedBody body = format(PayloadFormat.STANDARD_WEBHOOKS, PAYLOAD, "application/json");

        assertThat(body.bytes()).isSameAs(PAYLOAD);
        assertThat(body.contentType()).isEqualTo("application/json");
        assertThat(body.headers()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "STANDARD_WEBHOOKS")
    void writesTheAttributes(PayloadFormat format) {
        CloudEvent event = read(format(format, PAYLOAD, "application/json"));

        assertThat(event.getSpecVersion().toString()).isEqualTo("1.0");
        assertThat(event.getId()).isEqualTo("msg_1");
        assertThat(event.getSource()).isEqualTo(URI.create("/app/app_1"));
        assertThat(event.getType()).isEqualTo("order.created");
        assertThat(event.getTime()).isNotNull();
        assertThat(event.getTime().toInstant()).isEqualTo(TIME);
        assertThat(event.getDataContentType()).isEqualTo("application/json");
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "STANDARD_WEBHOOKS")
    void keepsEachByteOfJson(PayloadFormat format) {
        byte[] bytes = format(format, PAYLOAD, "application/json").bytes();

        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains(new String(PAYLOAD, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"text/plain", "application/octet-stream", "application/xml"})
    void writesOtherDataInBase64(String type) {
        byte[] data = {0, 1, (byte) 0xff};

        CloudEvent event = read(format(PayloadFormat.CLOUDEVENTS_STRUCTURED, data, type));

        assertThat(event.getData()).isNotNull();
        assertThat(event.getData().toBytes()).isEqualTo(data);
        assertThat(event.getDataContentType()).isEqualTo(type);
    }
}
