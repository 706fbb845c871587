package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.OpenQueue;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.gate.FakeGateEnvironment;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Entry;
import dev.sealpost.delivery.record.Recording;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.event.message.MessageReaders;
import dev.sealpost.node.Backgrounds;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.HandClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class IntakeTest {

    private static final int IN_FLIGHT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    /** Long enough for an intake that pulls when it should not. */
    private static final Duration MOMENT = Duration.ofMillis(300);

    private final FakeQueue queue = new FakeQueue();
    private final FakeRecorder recorder = new FakeRecorder();
    private final Gate gate = new Gate(
            new DeliverySettings(
                    IN_FLIGHT, DataSize.ofMegabytes(1), 512, Duration.ofSeconds(30), 10, 5, Duration.ofSeconds(5)),
            new NoDestinations(),
            FakeGateEnvironment.alone());
    private DataDirectory data;
    private Intake intake;

    /** Gives out what a test put in, or is out of order. */
    private static final class FakeQueue implements QueueSource, OpenQueue {

        private final BlockingQueue<ReceivedMessage> waiting = new LinkedBlockingQueue<>();
        private final AtomicInteger asked = new AtomicInteger();
        private volatile boolean broken;
        private final IntakeStatus status = new IntakeStatus(System::nanoTime);

        @Override
        public OpenQueue open(boolean oneByOne) {
            return this;
        }

        @Override
        public void setHeadAside() {}

        @Override
        public IntakeStatus status() {
            return status;
        }

        @Override
        public String name() {
            return "events";
        }

        @Override
        public long count() {
            return waiting.size();
        }

        @Override
        public boolean hasUndelivered() {
            return !waiting.isEmpty();
        }

        @Override
        public Optional<ReceivedMessage> receive(Duration wait) {
            asked.incrementAndGet();
            if (broken) {
                throw new BrokerUnavailableException("the broker is gone", null);
            }
            try {
                return Optional.ofNullable(waiting.poll(wait.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }

    private static final class FakeRecorder implements Recording {

        private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
        private volatile boolean available = true;

        @Override
        public boolean isAvailable() {
            return available;
        }

        @Override
        public void submit(Entry entry) {
            entries.add(entry);
        }
    }

    private static final class NoDestinations implements DestinationLookup {

        @Override
        public Destination destination(dev.sealpost.subscription.DestinationId id) {
            throw new IllegalStateException("nobody asks for a destination here");
        }

        @Override
        public boolean hasBacklog(dev.sealpost.subscription.DestinationId id) {
            return false;
        }
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        data = DataDirectory.open(folder);
        HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
        Arrivals arrivals = new Arrivals();
        intake = new Intake(
                new Turns(List.of(new QueueReader(queue, arrivals)), new FairShare(gate::inFlight, IN_FLIGHT)),
                arrivals,
                MessageReaders.of(new ApplicationDirectory(), Brokers.in(data), clock),
                gate,
                recorder);
    }

    @AfterEach
    void close() {
        intake.stop();
        data.close();
    }

    private void waits(int messages) {
        for (int i = 1; i <= messages; i++) {
            queue.waiting.add(RecordingStore.aMessage(i, "event-" + i));
        }
    }

    private void staysAt(int entries) {
        Awaitility.await().during(MOMENT).atMost(PATIENCE).until(() -> recorder.entries.size() == entries);
    }

    @Test
    void pullsNoMoreThanTheGateHasRoomForUntilSomethingHasEnded() {
        waits(5);

        intake.start(Backgrounds.plain());

        Awaitility.await().atMost(PATIENCE).until(() -> recorder.entries.size() == IN_FLIGHT);
        staysAt(IN_FLIGHT);
        gate.arrived(0);
        Awaitility.await().atMost(PATIENCE).until(() -> recorder.entries.size() == IN_FLIGHT + 1);
        staysAt(IN_FLIGHT + 1);
    }

    // Fault 15, and what the reader throws.
    @Test
    void givesBackWhatItCannotReadForAFaultOfOursAndGoesOn() {
        FakeMessage unreadable = RecordingStore.aMessage(1, "event-1").unreadable(new NoClassDefFoundError("Reader"));
        // More often than there are permits.
        for (int i = 0; i <= IN_FLIGHT; i++) {
            queue.waiting.add(unreadable);
        }
        queue.waiting.add(RecordingStore.aMessage(2, "event-2"));

        intake.start(Backgrounds.plain());

        Awaitility.await().atMost(PATIENCE).until(() -> recorder.entries.size() == 1);
        assertThat(unreadable.givenBack()).isEqualTo(IN_FLIGHT + 1);
        assertThat(unreadable.acknowledged()).isZero();
    }

    @Test
    void pullsNothingWhileTheRecorderCannotRecord() {
        waits(1);
        recorder.available = false;

        intake.start(Backgrounds.plain());

        staysAt(0);
        assertThat(queue.asked).hasValue(0);
        recorder.available = true;
        Awaitility.await().atMost(PATIENCE).until(() -> recorder.entries.size() == 1);
    }

    @Test
    void goesOnWhenTheBrokerIsBackAndHasLostNoRoomMeanwhile() {
        queue.broken = true;
        intake.start(Backgrounds.plain());
        Awaitility.await().atMost(PATIENCE).until(() -> queue.asked.get() >= 2);

        queue.broken = false;
        waits(IN_FLIGHT);

        Awaitility.await().atMost(PATIENCE).until(() -> recorder.entries.size() == IN_FLIGHT);
    }

    @Test
    void pullsNothingOnceItIsStopped() {
        intake.start(Backgrounds.plain());
        intake.stop();
        int asked = queue.asked.get();

        waits(1);

        staysAt(0);
        assertThat(queue.asked).hasValue(asked);
    }
}
