package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.RunningBroker;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.message.MessageConsumer;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.QueueHead;
import dev.sealpost.broker.message.QueueWalk;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.node.DataDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message that blocks the head of the queue, with a real broker. */
class EventQueueTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final IntakeStatus status = new IntakeStatus(System::nanoTime);
    private DataDirectory data;
    private RunningBroker broker;
    private Parking parking;
    private EventQueue queue;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        data = DataDirectory.open(folder);
        broker = Brokers.run(data);
        parking = new Parking(message -> broker.client().send(Addresses.PARKED, message), status);
        queue = new EventQueue(Addresses.EVENTS, broker.client(), parking, status);
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        data.close();
    }

    private void send(String name) {
        broker.client()
                .send(
                        Addresses.EVENTS,
                        new OutgoingMessage(Map.of("name", name), new OutgoingMessage.Body.Bytes(new byte[3])));
    }

    private void awaitCount(String name, long count) {
        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(name) == count);
    }

    /** Fault 10: each acknowledgement is lost with its connection. */
    @Test
    void parksAMessageOnceHoweverOftenItComesAgain() throws Exception {
        send("a");
        for (int i = 0; i < 5; i++) {
            try (MessageConsumer consumer = broker.client().consume(Addresses.EVENTS)) {
                ReceivedMessage message = consumer.receive(PATIENCE).orElseThrow();
                parking.park(message, "no type");
            }
        }

        awaitCount(Addresses.PARKED, 1);
        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(1);
        try (QueueWalk walk = broker.client().browse(Addresses.PARKED)) {
            assertThat(ParkedCopy.headers(walk.next().orElseThrow().property(Addresses.PARKED_HEADERS)))
                    .containsEntry("name", "a");
        }
    }

    @Test
    void setsTheHeadAsideAndKeepsItAsItCame() {
        send("first");
        send("second");

        queue.setHeadAside();

        awaitCount(Addresses.DEAD, 1);
        awaitCount(Addresses.PARKED, 1);
        assertThat(queue.head().map(QueueHead::headers).orElseThrow()).containsEntry("name", "second");
    }

    @Test
    void parksOrDeletesTheMessageThatAnOperatorNames() {
        send("first");
        send("second");

        assertThat(queue.park(queue.head().orElseThrow().id())).isTrue();
        awaitCount(Addresses.EVENTS, 1);
        long second = queue.head().orElseThrow().id();
        assertThat(queue.delete(second)).isTrue();
        assertThat(queue.delete(second)).isFalse();

        awaitCount(Addresses.EVENTS, 0);
        awaitCount(Addresses.PARKED, 1);
    }

    @Test
    void saysWhenIntakeStandsStill() {
        assertThat(status.standstill()).isEmpty();
        for (int i = 0; i < 3; i++) {
            status.failed("events", "the consumer has ended");
        }
        assertThat(new IntakeHealthIndicator(status).health().getStatus().getCode())
                .isEqualTo("DOWN");
        status.progressed("events");
        assertThat(status.standstill()).isEmpty();

        status.stuck(7, "it cannot be parked");
        assertThat(status.standstill()).isEmpty();
        assertThat(status.stuckMessages().getFirst().messageId()).contains(7L);
        status.freed(7);
        assertThat(status.stuckMessages()).isEmpty();
    }
}
