package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventSettings;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Hops;
import dev.sealpost.event.Labels;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.Payload;
import dev.sealpost.event.PayloadPeriod;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.event.TraceContext;
import dev.sealpost.event.message.Reading.NotUnderstood;
import dev.sealpost.event.message.Reading.Understood;
import dev.sealpost.eventtype.EventTypes;
import dev.sealpost.node.DataDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of the node are read as they were written; those of strangers are understood or refused with a reason. */
class ReadMessageTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final MessageBody BODY = new MessageBody.Bytes("{\"n\":1.10}".getBytes(StandardCharsets.UTF_8));

    private DataDirectory data;
    private ReadMessage reader;

    @BeforeEach
    void make(@TempDir Path folder) {
        data = DataDirectory.open(folder);
        reader = reading(Duration.ZERO);
    }

    private ReadMessage reading(Duration expireAfter) {
        return new ReadMessage(
                new ApplicationDirectory(),
                Brokers.in(data),
                new EventSettings(expireAfter, 16),
                EventTypes.none(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @AfterEach
    void close() {
        data.close();
    }

    private static Event anEvent(Labels labels) {
        return new Event(
                new EventId("event-1"),
                new ApplicationId("app_000000000000000000000000001"),
                NOW,
                labels,
                new Content("text/plain", new Payload("{\"n\":1.10}".getBytes(StandardCharsets.UTF_8))));
    }

    private Reading readAgain(Event event) {
        OutgoingMessage written = WriteMessage.of(event, Optional.of(new ProducerStamp("node_1", 42)));
        return reader.read(new PlainMessage(written.properties(), BODY));
    }

    @Test
    void readsWhatItWrote() {
        Event plain = anEvent(Labels.of(new EventType("order.created")));
        Event labelled = anEvent(new Labels(
                new EventType("order.created"), Optional.of("ö 1"), List.of("eu", "us"), List.of("a b", "c")));

        Event traced = new Event(
                plain.id(),
                plain.application(),
                plain.time(),
                plain.labels(),
                plain.content()
                        .in(TraceContext.of(
                                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", Optional.of("a=1,b=2"))));

        Event expiring = new Event(
                plain.id(),
                plain.application(),
                NOW,
                plain.labels(),
                new Content("text/plain", plain.payload(), Optional.of(NOW.plusMillis(9_999))));

        Event derived = new Event(
                plain.id(),
                plain.application(),
                plain.time(),
                plain.labels(),
                plain.content().through(Optional.of(new Hops(2, "a > r > b > s > order.created"))));

        Event kept = new Event(
                plain.id(),
                plain.application(),
                plain.time(),
                plain.labels(),
                plain.content().keptFor(Optional.of(new PayloadPeriod(7))));

        for (Event event : List.of(plain, labelled, expiring, traced, derived, kept)) {
            assertThat(readAgain(event)).isEqualTo(new Understood(event, Optional.of(new ProducerStamp("node_1", 42))));
        }
    }

    /** A failing disk may damage a large message, which Artemis keeps in a file. */
    @Test
    void parksALargeEventThatWasCutShort() {
        Event large = new Event(
                new EventId("event-1"),
                new ApplicationId("app_000000000000000000000000001"),
                NOW,
                Labels.of(new EventType("order.created")),
                new Content("text/plain", new Payload(new byte[100_000])));

        OutgoingMessage written = WriteMessage.of(large, Optional.of(new ProducerStamp("node_1", 42)));

        assertThat(reader.read(new PlainMessage(written.properties(), new MessageBody.Bytes(new byte[100_000]))))
                .isInstanceOf(Understood.class);
        assertThat(reader.read(new PlainMessage(written.properties(), new MessageBody.Bytes(new byte[0]))))
                .isInstanceOfSatisfying(
                        NotUnderstood.class,
                        not -> assertThat(not.reason()).contains("has 0 bytes").contains("sealpost_size is 100000"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1767323055000", "2026-01-02T03:04:15Z", "2026-01-02T04:04:15.0001+01:00"})
    void takesTheExpiryOfAStrangerInTwoForms(String text) {
        Map<String, String> properties = fromUs();
        properties.put(MessageProperties.EXPIRES_AT, text);

        Understood understood = (Understood) reading(Duration.ofDays(1)).read(new PlainMessage(properties, BODY));

        assertThat(understood.event().expiresAt()).contains(Instant.parse("2026-01-02T03:04:15Z"));
    }

    @Test
    void refusesAnExpiryThatIsNoTime() {
        Map<String, String> properties = fromUs();
        properties.put(MessageProperties.EXPIRES_AT, "tomorrow");

        assertThat(((NotUnderstood) reader.read(new PlainMessage(properties, BODY))).reason())
                .startsWith("sealpost_expires_at: must be an RFC 3339 time");
    }

    @Test
    void letsAnEventExpireByConfigurationThatSaysNothingItself() {
        Understood understood = (Understood) reading(Duration.ofHours(2)).read(new PlainMessage(fromUs(), BODY));

        assertThat(understood.event().expiresAt())
                .contains(understood.event().time().plus(Duration.ofHours(2)));
    }

    @Test
    void fillsInWhatAStrangerLeavesOut() {
        Map<String, String> properties = fromUs();
        properties.remove(MessageProperties.TIME);
        properties.remove(MessageProperties.CONTENT_TYPE);

        Understood understood = (Understood) reader.read(new PlainMessage(properties, BODY));

        assertThat(understood.event().time()).isEqualTo(NOW);
        assertThat(understood.event().content().type()).isEqualTo(Content.JSON);
    }

    @Test
    void takesAnEventWhoseTraceContextIsBrokenWithoutOne() {
        Map<String, String> properties = fromUs();
        properties.put(TraceContext.PARENT, "nonsense");

        Understood understood = (Understood) reader.read(new PlainMessage(properties, BODY));

        assertThat(understood.event().content().trace()).isEmpty();
    }

    private static Map<String, String> fromUs() {
        return new HashMap<>(WriteMessage.of(
                        anEvent(Labels.of(new EventType("order.created"))),
                        Optional.of(new ProducerStamp("node_1", 42)))
                .properties());
    }

    static Stream<Arguments> misunderstandings() {
        return Stream.of(
                arguments(MessageProperties.APPLICATION, "", "sealpost_application is missing"),
                arguments(MessageProperties.APPLICATION, " ", "sealpost_application is missing"),
                arguments(MessageProperties.TYPE, "", "sealpost_type is missing"),
                arguments(MessageProperties.TYPE, "a b", "an event type"),
                arguments(MessageProperties.ID, "a b", "an event id"),
                arguments(MessageProperties.ID, "", "an event id"),
                arguments(MessageProperties.TIME, "now", "sealpost_time is not a whole number"),
                arguments(MessageProperties.TIME, "1e99", "sealpost_time is not a whole number"),
                arguments(MessageProperties.SEQUENCE, "x", "sealpost_sequence is not a whole number"));
    }

    @ParameterizedTest
    @MethodSource("misunderstandings")
    void saysWhatIsWrong(String property, String value, String reason) {
        Map<String, String> properties = fromUs();
        properties.put(property, value);

        assertThat(reader.read(new PlainMessage(properties, BODY)))
                .isInstanceOfSatisfying(
                        NotUnderstood.class, not -> assertThat(not.reason()).contains(reason));
    }

    @Test
    void doesNotTakeAnUnknownApplicationFromAStranger() {
        Map<String, String> properties = fromUs();
        properties.remove(MessageProperties.RUN);

        assertThat(reader.read(new PlainMessage(properties, BODY)))
                .isEqualTo(new NotUnderstood(
                        "sealpost_application is an unknown application: app_000000000000000000000000001"));
    }

    @Test
    void doesNotTakeAStampForAnApplication() {
        Map<String, String> properties = fromUs();
        properties.put(MessageProperties.APPLICATION, "anything");

        assertThat(reader.read(new PlainMessage(properties, BODY)))
                .isEqualTo(new NotUnderstood("sealpost_application is an unknown application: anything"));
    }

    @Test
    void saysWhatKindOfBodyItCannotTake() {
        assertThat(reader.read(new PlainMessage(fromUs(), new MessageBody.NotBytes("map", new byte[0]))))
                .isEqualTo(new NotUnderstood("a map message has no plain body; send bytes or text"));
        assertThat(reader.read(new PlainMessage(fromUs(), new MessageBody.TooLarge(2_000_000, Path.of("unused")))))
                .isEqualTo(new NotUnderstood("the body has 2000000 bytes; the maximum is 1 MiB"));
    }
}
