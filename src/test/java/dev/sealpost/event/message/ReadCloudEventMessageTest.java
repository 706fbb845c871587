package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.Payload;
import dev.sealpost.event.message.Reading.NotUnderstood;
import dev.sealpost.event.message.Reading.Understood;
import dev.sealpost.node.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CloudEvents in messages, binary and structured, are understood or refused with a reason. */
class ReadCloudEventMessageTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final MessageBody BODY = new MessageBody.Bytes("{\"n\":1.10}".getBytes(StandardCharsets.UTF_8));
    private static final ApplicationId SHOP = new ApplicationId("app_000000000000000000000000007");

    private static final String ENVELOPE = """
            {"specversion":"1.0","id":"a-1","source":"/orders","type":"order.created","sealpostapplication":"shop",
             "data":{ "n":1.10 }}""";

    private DataDirectory data;
    private ReadMessage reader;

    @BeforeEach
    void make(@TempDir Path folder) {
        data = DataDirectory.open(folder);
        ApplicationDirectory shop = new ApplicationDirectory() {
            @Override
            public Optional<ApplicationId> find(String name) {
                return name.equals("shop") ? Optional.of(SHOP) : Optional.empty();
            }
        };
        reader = MessageReaders.of(shop, Brokers.in(data), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        data.close();
    }

    private static Map<String, String> aCloudEvent(String prefix) {
        Map<String, String> properties = new HashMap<>();
        Map.of("specversion", "1.0", "id", "a-1", "source", "/orders", "type", "order.created")
                .forEach((name, value) -> properties.put(prefix + name, value));
        return properties;
    }

    @ParameterizedTest
    @ValueSource(strings = {"cloudEvents:", "cloudEvents_", "ce_", ""})
    void readsTheAttributesOfACloudEventFromProperties(String prefix) {
        Map<String, String> properties = aCloudEvent(prefix);
        properties.put(prefix + "sealpostapplication", "shop");
        properties.put(prefix + "time", "1767323045000");
        properties.put(prefix + "datacontenttype", "text/plain");

        Event event = ((Understood) reader.read(new PlainMessage(properties, BODY))).event();

        assertThat(event.id()).isEqualTo(EventId.derived(SHOP.value(), "cloudevent", "/orders", "a-1"));
        assertThat(event.application()).isEqualTo(SHOP);
        assertThat(event.type().name()).isEqualTo("order.created");
        assertThat(event.time()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
        assertThat(event.content().type()).isEqualTo("text/plain");
        assertThat(event.payload()).isEqualTo(new Payload("{\"n\":1.10}".getBytes(StandardCharsets.UTF_8)));
    }

    private static MessageBody body(String text) {
        return new MessageBody.Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void readsAWholeCloudEventFromTheBody() {
        Map<String, String> named =
                Map.of(MessageProperties.CONTENT_TYPE, "application/cloudevents+json; charset=utf-8");

        for (Map<String, String> properties : List.of(named, Map.<String, String>of())) {
            Event event = ((Understood) reader.read(new PlainMessage(properties, body(ENVELOPE)))).event();

            assertThat(event.id()).isEqualTo(EventId.derived(SHOP.value(), "cloudevent", "/orders", "a-1"));
            assertThat(new String(event.payload().bytes(), StandardCharsets.UTF_8))
                    .isEqualTo("{ \"n\":1.10 }");
        }
    }

    @Test
    void takesTheApplicationFromThePropertyWhereTheCloudEventNamesNone() {
        Map<String, String> properties = aCloudEvent("ce_");
        properties.put(MessageProperties.APPLICATION, "shop");

        assertThat(reader.read(new PlainMessage(properties, BODY))).isInstanceOf(Understood.class);
    }

    private void assertNotUnderstood(Map<String, String> properties, MessageBody body, String reason) {
        assertThat(reader.read(new PlainMessage(properties, body)))
                .isInstanceOfSatisfying(
                        NotUnderstood.class, not -> assertThat(not.reason()).contains(reason));
    }

    @Test
    void saysWhatIsWrongWithACloudEvent() {
        Map<String, String> slashed = aCloudEvent("ce_");
        slashed.put("ce_sealpostapplication", "shop");
        slashed.put("ce_type", "com/example");
        Map<String, String> both = aCloudEvent("ce_");
        both.put(MessageProperties.CONTENT_TYPE, "application/cloudevents+json");
        Map<String, String> elsewhere = aCloudEvent("ce_");
        elsewhere.put("ce_sealpostapplication", "elsewhere");

        assertNotUnderstood(slashed, BODY, "/type: an event type must be");
        assertNotUnderstood(both, body(ENVELOPE), "use the structured or the binary mode, not both");
        assertNotUnderstood(elsewhere, BODY, "unknown application of a CloudEvent: elsewhere");
        assertNotUnderstood(aCloudEvent("ce_"), BODY, "a CloudEvent without an application");
        assertNotUnderstood(
                Map.of(MessageProperties.CONTENT_TYPE, "application/cloudevents-batch+json"),
                body("[]"),
                "send one event per message");
        assertNotUnderstood(
                Map.of(MessageProperties.CONTENT_TYPE, "application/cloudevents+json; charset=utf-16"),
                body(ENVELOPE),
                "charset=UTF-16");
        assertNotUnderstood(Map.of(), body("{}"), "/specversion: this attribute is required");
        assertNotUnderstood(Map.of(), body("text"), "sealpost_application is missing");
        assertNotUnderstood(
                Map.of(MessageProperties.CONTENT_TYPE, "application/cloudevents+json"), body("{"), "CloudEvent");
    }
}
