package dev.sealpost.route.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.TraceContext;
import dev.sealpost.route.camel.EventCamel;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.converter.stream.InputStreamCache;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventProducerTest {

    private static final byte[] BYTES = {0, (byte) 0xC3, (byte) 0xA9, (byte) 0xFF};
    private static final Map<String, Object> OF_BYTES = Map.of(Exchange.CONTENT_TYPE, "application/octet-stream");

    @AutoClose
    private final EventCamel app = new EventCamel();

    private Event publish(String uri, Object body, Map<String, Object> headers) {
        app.camel.createProducerTemplate().sendBodyAndHeaders(uri, body, headers);
        return app.publisher.published.getLast();
    }

    @Test
    void publishesTheBodyWithItsLabels() {
        Event event = publish(
                "event:order.created",
                "{\"name\": \"Zoë\"}",
                Map.of(EventHeaders.APPLICATION, "acme", EventHeaders.CHANNELS, " eu, vip ,,eu"));

        assertThat(event.application()).isEqualTo(EventCamel.ACME);
        assertThat(event.type().name()).isEqualTo("order.created");
        assertThat(event.labels().channels()).containsExactly("eu", "vip");
        assertThat(event.labels().uid()).isEmpty();
        assertThat(event.content().type()).isEqualTo("application/json");
        assertThat(event.payload().bytes()).isEqualTo("{\"name\": \"Zoë\"}".getBytes(StandardCharsets.UTF_8));
        assertThat(event.time()).isEqualTo(Instant.parse("2026-11-24T10:00:00.123Z"));
        assertThat(event.id().value()).startsWith("msg_");
    }

    @Test
    void continuesTheTraceInTheHeaders() {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(publish("event:a?application=acme", "{}", Map.of("traceparent", parent, "tracestate", "a=1"))
                        .content()
                        .trace())
                .contains(new TraceContext(parent, Optional.of("a=1")));
        assertThat(publish("event:a?application=acme", "{}", Map.of("traceparent", "x"))
                        .content()
                        .trace())
                .isEmpty();
    }

    @Test
    void readsTheContentTypeFromTheHeader() {
        assertThat(publish("event:a?application=acme", "<a/>", Map.of(Exchange.CONTENT_TYPE, "application/xml"))
                        .content()
                        .type())
                .isEqualTo("application/xml");
    }

    @Test
    void refusesATextThatUtf8CannotEncode() {
        assertThatThrownBy(() -> publish("event:a?application=acme", "\"\ud83d\"", Map.of()))
                .rootCause()
                .hasMessageContaining("an unpaired surrogate");
        assertThat(app.publisher.published).isEmpty();
    }

    @Test
    void publishesBytesUnchanged() throws Exception {
        for (Object body : List.of(
                BYTES, new ByteArrayInputStream(BYTES), new InputStreamCache(BYTES), java.nio.ByteBuffer.wrap(BYTES))) {
            assertThat(publish("event:a?application=acme", body, OF_BYTES)
                            .payload()
                            .bytes())
                    .as(body.getClass().getName())
                    .isEqualTo(BYTES);
        }
    }

    @Test
    void isNotChangedByALaterStepThatWritesIntoTheBody() {
        byte[] body = BYTES.clone();
        Event event = publish("event:a?application=acme", body, OF_BYTES);

        body[0] = 1;

        assertThat(event.payload().bytes()).isEqualTo(BYTES);
    }

    @Test
    void leavesAStreamReadableForTheNextStep() throws Exception {
        Exchange exchange = app.camel.createProducerTemplate().send("event:a?application=acme", e -> {
            e.getIn().setHeaders(new HashMap<>(OF_BYTES));
            e.getIn().setBody(new InputStreamCache(BYTES));
        });

        assertThat(exchange.getMessage().getBody(byte[].class)).isEqualTo(BYTES);
    }

    @Test
    void refusesABodyThatIsNeitherBytesNorText() {
        for (Object body : List.of(Map.of("a", 1), List.of(1), new Object())) {
            assertThatThrownBy(() -> publish("event:a?application=acme", body, Map.of()))
                    .isInstanceOf(CamelExecutionException.class)
                    .cause()
                    .hasMessageContaining("event:a publishes bytes or text")
                    .hasMessageContaining("marshal");
        }
        assertThat(app.publisher.published).isEmpty();
    }

    @Test
    void refusesAnEmptyBody() {
        Exchange exchange = app.camel.createProducerTemplate().send("event:a?application=acme", empty -> {});

        assertThat(exchange.getException()).hasMessageContaining("the body is empty");
    }

    @Test
    void reportsAnUnknownApplication() {
        assertThatThrownBy(() -> publish("event:a", "{}", Map.of(EventHeaders.APPLICATION, "nobody")))
                .cause()
                .hasMessageContaining("no application has the id or uid nobody");
    }

    @Test
    void requiresAnApplication() {
        assertThatThrownBy(() -> publish("event:a", "{}", Map.of()))
                .cause()
                .hasMessageContaining("SealpostApplication");
    }

    @Test
    void derivesTheIdFromTheIdOfTheProducer() {
        Event first = publish("event:a?application=acme", "{}", Map.of(EventHeaders.EVENT_ID, "order-17"));
        Event again = publish("event:a?application=acme", "{}", Map.of(EventHeaders.EVENT_ID, "order-17"));

        assertThat(first.id()).isEqualTo(EventId.derived("app_acme", "uid", "order-17"));
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(first.labels().uid()).contains("order-17");
        assertThat(app.publisher.published).hasSize(2);
    }

    @Test
    void generatesAnIdOtherwise() {
        assertThat(publish("event:a?application=acme", "{}", Map.of()).id())
                .isNotEqualTo(
                        publish("event:a?application=acme", "{}", Map.of()).id());
    }

    @Test
    void propagatesTheRefusalOfTheBroker() {
        app.publisher.full = true;

        assertThatThrownBy(() -> publish("event:a?application=acme", "{}", Map.of()))
                .hasCauseInstanceOf(IngestRefusedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event:order.*", // a pattern is for from:
                "event:order created",
                "event:order..created",
                "event:",
                "event:a?aplication=acme",
                "event:a?deadline=5s",
            })
    void refusesAnInvalidUriBeforePublishing(String uri) {
        assertThatThrownBy(() -> app.camel.createProducerTemplate().sendBody(uri, "{}"))
                .isInstanceOfAny(
                        ResolveEndpointFailedException.class, org.apache.camel.FailedToCreateProducerException.class);
    }
}
