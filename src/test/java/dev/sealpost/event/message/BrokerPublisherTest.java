package dev.sealpost.event.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.RunningBroker;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.event.Labels;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.ProducerRun;
import dev.sealpost.event.Refusals;
import dev.sealpost.eventtype.EventTypes;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.NodeNames;
import dev.sealpost.node.Registry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerPublisherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicBoolean nearlyFull = new AtomicBoolean();
    private final Refusals refusals = new Refusals();
    private DataDirectory data;
    private RunningBroker broker;
    private BrokerPublisher publisher;
    private int made;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        data = DataDirectory.open(folder);
        broker = Brokers.run(data);
        publisher = new BrokerPublisher(
                broker.client(),
                nearlyFull::get,
                refusals,
                new ProducerRun(NodeNames.any()),
                new Registry<>(),
                EventTypes.none());
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        data.close();
    }

    private Event anEvent() {
        return new Event(
                new EventId("event-" + ++made),
                new ApplicationId("app_1"),
                Instant.parse("2026-01-02T03:04:05Z"),
                Labels.of(new EventType("order.created")),
                Content.json("{}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void refusesEventsWhileTheDiskIsNearlyFullAndTakesThemAgainByItself() {
        nearlyFull.set(true);

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> publisher.publish(anEvent()))
                .withMessageContaining("disk")
                .satisfies(refused -> assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(30)));
        assertThat(broker.count(Addresses.EVENTS)).isZero();

        nearlyFull.set(false);
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreException(IngestRefusedException.class)
                .untilAsserted(() -> publisher.publish(anEvent()));
        // Artemis counts a message a moment after it has confirmed it.
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1));
    }

    @Test
    void saysThatAnEventMayNotHaveBeenKeptWhenTheBrokerIsGone() throws Exception {
        broker.stop();

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> publisher.publish(anEvent()))
                .withMessageContaining("same key")
                .satisfies(refused -> assertThat(refused.retryAfter()).isPositive());
    }

    @Test
    void publishesManyInTheirOrder() {
        List<Event> events = Stream.generate(this::anEvent).limit(300).toList();

        publisher.publishAll(events);

        try (MessageConsumer consumer = broker.client().consume(Addresses.EVENTS)) {
            for (Event event : events) {
                ReceivedMessage message = consumer.receive(PATIENCE).orElseThrow();
                assertThat(message.property(MessageProperties.ID))
                        .contains(event.id().value());
                message.acknowledge();
            }
        }
    }

    @Test
    void countsEachOfManyAsUnsentWhenTheBrokerIsGone() throws Exception {
        broker.stop();

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> publisher.publishAll(List.of(anEvent(), anEvent(), anEvent())));
        assertThat(refusals.count(Refusals.Refusal.BROKER)).isEqualTo(3);
    }

    @Test
    void publishesNoneOfManyWhileTheDiskIsNearlyFull() {
        nearlyFull.set(true);

        assertThatExceptionOfType(IngestRefusedException.class)
                .isThrownBy(() -> publisher.publishAll(List.of(anEvent(), anEvent())));
        assertThat(broker.count(Addresses.EVENTS)).isZero();
    }
}
