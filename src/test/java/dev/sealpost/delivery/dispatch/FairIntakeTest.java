package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.RunningBroker;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.broker.guard.Shards;
import dev.sealpost.broker.message.FindApplication;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.gate.FakeGateEnvironment;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.message.MessageReaders;
import dev.sealpost.node.Backgrounds;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Events of several applications in an embedded broker, and which of them the intake takes first. */
class FairIntakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Long enough for an intake that takes more than it may. */
    private static final Duration MOMENT = Duration.ofMillis(300);

    private static final int IN_FLIGHT = 8;
    private static final int FLOOD = 2_000;
    private static final String LOUD = "loud";
    private static final String QUIET = "quiet";
    private static final FindApplication BY_PROPERTY = message -> message.property(MessageProperties.APPLICATION);
    private static final FindApplication NONE = message -> Optional.empty();

    private final Taken taken = new Taken();
    private DataDirectory data;
    private RunningBroker broker;
    private final Gate gate = new Gate(
            new DeliverySettings(
                    IN_FLIGHT, DataSize.ofMegabytes(1), 512, Duration.ofSeconds(30), 10, 5, Duration.ofSeconds(5)),
            new NoDestinations(),
            FakeGateEnvironment.alone());
    private @Nullable BrokerEventQueues queues;
    private final AtomicInteger settled = new AtomicInteger();

    /** Records nothing: an event stays in flight until the test settles it. */
    private static final class Taken implements Recording {

        private final List<ReceivedMessage> messages = new CopyOnWriteArrayList<>();

        @Override
        public boolean isAvailable() {
            return true;
        }

        @Override
        public void submit(Entry entry) {
            messages.add(((Entry.Arrival) entry).message());
        }

        /** Returns the names of those of one application, in the order in which they were taken. */
        List<String> of(String application) {
            return messages.stream()
                    .filter(message -> message.property(MessageProperties.APPLICATION)
                            .filter(application::equals)
                            .isPresent())
                    .map(FairIntakeTest::name)
                    .toList();
        }
    }

    private static final class NoDestinations implements DestinationLookup {

        @Override
        public Destination destination(DestinationId id) {
            throw new IllegalStateException("nobody asks for a destination here");
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return false;
        }
    }

    private static String name(ReceivedMessage message) {
        return message.property(MessageProperties.ID).orElseThrow();
    }

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        data = DataDirectory.open(folder);
        broker = Brokers.run(data, BY_PROPERTY);
    }

    @AfterEach
    void close() throws Exception {
        if (queues != null) {
            queues.stop();
        }
        broker.close();
        data.close();
    }

    private void restart(FindApplication applications) throws Exception {
        broker.close();
        broker = Brokers.run(data, applications);
    }

    /** The names count up from the first. */
    private void send(String application, int first, int number) {
        broker.client()
                .send(
                        Addresses.EVENTS,
                        IntStream.range(first, first + number)
                                .mapToObj(i -> new OutgoingMessage(
                                        Map.of(
                                                MessageProperties.APPLICATION,
                                                application,
                                                MessageProperties.TYPE,
                                                "order.created",
                                                MessageProperties.ID,
                                                Integer.toString(i)),
                                        new OutgoingMessage.Body.Bytes("{}".getBytes(StandardCharsets.US_ASCII))))
                                .toList());
    }

    private BrokerEventQueues start() {
        IntakeStatus status = new IntakeStatus(System::nanoTime);
        BrokerEventQueues started = new BrokerEventQueues(
                broker.client(),
                new Parking(message -> broker.client().send(Addresses.PARKED, message), status),
                status,
                (readers, arrivals) -> new Intake(
                        new Turns(readers, new FairShare(() -> taken.messages.size() - settled.get(), IN_FLIGHT)),
                        arrivals,
                        MessageReaders.of(
                                new ApplicationDirectory(),
                                Brokers.in(data),
                                new HandClock(Instant.parse("2026-01-02T03:04:05Z"))),
                        gate,
                        taken),
                Backgrounds.plain());
        queues = started;
        started.start();
        return started;
    }

    /** Settles this many more of what was taken, in order. */
    private void settle(int number) {
        int end = settled.get() + number;
        while (settled.get() < end) {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> taken.messages.size() > settled.get());
            taken.messages.get(settled.getAndIncrement()).acknowledge();
            gate.arrived(0);
        }
    }

    private static List<String> names(int first, int number) {
        return IntStream.range(first, first + number)
                .mapToObj(Integer::toString)
                .toList();
    }

    private long waiting() {
        return broker.client().eventQueues().stream().mapToLong(broker::count).sum();
    }

    @Test
    void takesAnEventThatCameAfterAFloodOfAnotherApplicationBeforeIt() {
        send(LOUD, 0, FLOOD);
        send(QUIET, 0, 3);
        assertThat(Shards.of(LOUD)).isNotEqualTo(Shards.of(QUIET));

        start();
        settle(4 * IN_FLIGHT);

        assertThat(taken.of(QUIET)).containsExactly("0", "1", "2");
        assertThat(waiting()).isGreaterThan(FLOOD * 9 / 10);
    }

    @Test
    void takesAnEventThatComesDuringAFloodBeforeTheRestOfIt() {
        send(LOUD, 0, FLOOD);
        start();
        settle(FLOOD / 10);

        send(QUIET, 0, 1);
        settle(4 * IN_FLIGHT);

        assertThat(taken.of(QUIET)).containsExactly("0");
        List<String> loud = taken.of(LOUD);
        assertThat(loud).hasSizeLessThan(FLOOD / 2).isEqualTo(names(0, loud.size()));
    }

    @Test
    void keepsRoomForOthersWhileNothingOfAFloodIsSettled() {
        send(LOUD, 0, FLOOD);
        start();
        Awaitility.await().atMost(PATIENCE).until(() -> taken.messages.size() == IN_FLIGHT - 1);
        Awaitility.await().during(MOMENT).atMost(PATIENCE).until(() -> taken.messages.size() == IN_FLIGHT - 1);

        send(QUIET, 0, 1);

        Awaitility.await().atMost(PATIENCE).until(() -> taken.of(QUIET).size() == 1);
    }

    @Test
    void takesWhatAReleaseWithoutShardsLeftFirst() throws Exception {
        restart(NONE);
        send(LOUD, 0, 30);
        send(QUIET, 0, 30);
        Awaitility.await().atMost(PATIENCE).until(() -> broker.count(Addresses.EVENTS) == 60);
        restart(BY_PROPERTY);
        send(LOUD, 30, 30);
        send(QUIET, 30, 30);
        assertThat(broker.count(Addresses.EVENTS)).isEqualTo(60);

        start();
        settle(120);

        assertThat(taken.of(LOUD)).isEqualTo(names(0, 60));
        assertThat(taken.of(QUIET)).isEqualTo(names(0, 60));
        assertThat(taken.messages.subList(0, 60))
                .extracting(FairIntakeTest::name)
                .allMatch(name -> Integer.parseInt(name) < 30);
        Awaitility.await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    @Test
    void losesNothingAndKeepsTheOrderWhenItIsStoppedAmidAFlood() throws Exception {
        send(LOUD, 0, 200);
        send(QUIET, 0, 50);
        BrokerEventQueues reading = start();
        settle(100);
        reading.stop();
        List<String> before =
                Stream.of(LOUD, QUIET).map(taken::of).flatMap(List::stream).toList();
        assertThat(before).isNotEmpty();
        Awaitility.await().atMost(PATIENCE).until(() -> waiting() == 150);

        restart(BY_PROPERTY);
        int settledLoud = 250 - 150 - settled(QUIET);
        taken.messages.clear();
        settled.set(0);
        start();
        settle(150);

        assertThat(taken.of(LOUD)).isEqualTo(names(settledLoud, 200 - settledLoud));
        List<String> quiet = taken.of(QUIET);
        assertThat(quiet).isEqualTo(names(50 - quiet.size(), quiet.size()));
        Awaitility.await().atMost(PATIENCE).until(() -> waiting() == 0);
    }

    /** Counts those of the first hundred, which are settled. */
    private int settled(String application) {
        return (int) taken.messages.stream()
                .limit(100)
                .filter(message -> message.property(MessageProperties.APPLICATION)
                        .filter(application::equals)
                        .isPresent())
                .count();
    }
}
