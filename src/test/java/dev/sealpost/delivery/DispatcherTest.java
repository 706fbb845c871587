package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.BrokerUnavailableException;
import dev.sealpost.broker.MessageBody;
import dev.sealpost.broker.OutgoingMessage;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.home.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class DispatcherTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final Backlog backlog = new Backlog(RowClocks.of(clock));
    private final Set<DestinationId> silent = new HashSet<>();
    private final FakeDestination good = new FakeDestination();
    private final BlockingQueue<OutgoingMessage> parked = new LinkedBlockingQueue<>();
    private final Gate.Admission admission = new Gate.Admission() {
        @Override
        public Destination destination(DestinationId id) {
            if (silent.contains(id)) {
                throw new LinkageError("nobody answers");
            }
            return good;
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return false;
        }
    };
    private final Gate gate = new Gate(
            new DeliverySettings(
                    16, DataSize.ofMegabytes(1), 512, Duration.ofSeconds(30), 10, 5, Duration.ofSeconds(5)),
            admission,
            Around.alone());
    private RecordingDesk desk;
    private Dispatcher dispatcher;

    @BeforeEach
    void open(@TempDir Path folder) {
        Database database = Databases.sqlite(folder.resolve("sealpost.db"));
        desk = new RecordingDesk(database, database, folder.resolve("data"));
        desk.anApplication();
        dispatcher = new Dispatcher(
                gate, desk.recorder, backlog, new Parking(parked::add, new IntakeStatus(System::nanoTime)), clock);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    /** The attempts of this fake fail by our own fault, so that each delivery ends in a row. */
    @Test
    void losesNothingWhenADestinationCannotBeAsked() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = desk.anEndpoint("b");
        desk.start();
        silent.add(a);
        FakeMessage message = RecordingDesk.aMessage(1, "event-1");
        RecordingDesk.Arrived.Accepted accepted = (RecordingDesk.Arrived.Accepted) desk.arrives(message);
        assertThat(gate.awaitRoom(0)).isTrue();

        dispatcher.accepted(accepted.event(), List.of(a, b), message);

        Awaitility.await().atMost(PATIENCE).until(() -> desk.count("due_delivery") == 2 && gate.isEmpty());
        Awaitility.await().atMost(PATIENCE).until(() -> message.acknowledged() == 1);
        assertThat(desk.count("due_delivery WHERE reason LIKE '%nobody answers%'"))
                .isEqualTo(1);
    }

    /** What is put off keeps its number; what comes of the attempt afterwards is not recorded. */
    @Test
    void putsOffAtAStopWhatHasNotBegunAndWhatHasNotEnded() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.start();
        CountDownLatch answered = new CountDownLatch(1);
        good.taking(1);
        good.answering(() -> {
            answered.await();
            return RecordingDesk.succeeded().attempted();
        });
        FakeMessage running = accepts(1, a);
        Awaitility.await().atMost(PATIENCE).until(() -> gate.inFlight() == 1);
        FakeMessage inLine = accepts(2, a);

        dispatcher.stopBeginning();

        Awaitility.await().atMost(PATIENCE).until(() -> inLine.acknowledged() == 1);
        assertThat(desk.count("due_delivery WHERE event_id = 'event-2' AND attempt_number = 1"))
                .isEqualTo(1);
        assertThat(running.acknowledged()).isZero();

        dispatcher.putOffUnfinished();

        Awaitility.await().atMost(PATIENCE).until(gate::isEmpty);
        answered.countDown();
        assertThat(desk.count("due_delivery WHERE reason = 'stopping' AND attempt_number = 1"))
                .isEqualTo(2);
        desk.recorder.close();
        assertThat(desk.count("attempt")).isZero();
        assertThat(desk.count("due_delivery")).isEqualTo(2);
        desk.assertBalanced();
    }

    private FakeMessage accepts(long brokerId, DestinationId destination) throws Exception {
        FakeMessage message = RecordingDesk.aMessage(brokerId, "event-" + brokerId);
        RecordingDesk.Arrived.Accepted accepted = (RecordingDesk.Arrived.Accepted) desk.arrives(message);
        assertThat(gate.awaitRoom(PATIENCE.toNanos())).isTrue();
        dispatcher.accepted(accepted.event(), List.of(destination), message);
        return message;
    }

    @Test
    void keepsNoPermitOfAMessageThatCannotBeReleased() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.start();
        good.answers(RecordingDesk.succeeded().attempted());
        FakeMessage message = RecordingDesk.aMessage(1, "event-1");
        message.failsToAcknowledge(new IllegalStateException("the session is closed"));
        RecordingDesk.Arrived.Accepted accepted = (RecordingDesk.Arrived.Accepted) desk.arrives(message);
        assertThat(gate.awaitRoom(0)).isTrue();

        dispatcher.accepted(accepted.event(), List.of(a), message);

        Awaitility.await().atMost(PATIENCE).until(() -> message.acknowledged() == 1 && gate.isEmpty());
        assertThat(gate.inFlight()).isZero();
    }

    // Fault 15.
    @ParameterizedTest
    @ValueSource(
            classes = {
                IllegalStateException.class,
                NoClassDefFoundError.class,
                StackOverflowError.class,
                OutOfMemoryError.class
            })
    void givesAMessageBackThatCannotBeParked(Class<? extends Throwable> thrown) throws Exception {
        Throwable failure = thrown.getDeclaredConstructor().newInstance();
        desk.start();
        Dispatcher unlucky = new Dispatcher(
                gate,
                desk.recorder,
                backlog,
                new Parking(
                        message -> {
                            if (failure instanceof Error error) {
                                throw error;
                            }
                            throw new BrokerUnavailableException("the disk is full", failure);
                        },
                        new IntakeStatus(System::nanoTime)),
                clock);
        assertThat(gate.awaitRoom(0)).isTrue();
        FakeMessage message = new FakeMessage(1);

        unlucky.notUnderstood(message, "no type");

        Awaitility.await().atMost(PATIENCE).until(() -> message.givenBack() == 1);
        assertThat(message.acknowledged()).isZero();
    }

    @Test
    void givesAnEventBackOnceItsOtherDeliveriesAreSettled() {
        desk.start();
        FakeMessage message = new FakeMessage(1);
        EventHold hold = new EventHold(message, 2);

        hold.giveUp();
        assertThat(message.givenBack()).isZero();
        hold.release();

        assertThat(message.givenBack()).isEqualTo(1);
        assertThat(message.acknowledged()).isZero();
    }

    @Test
    void asksTheOthersWhenADestinationCannotBeAsked() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = desk.anEndpoint("b");
        desk.start();
        silent.add(a);
        backlog.added(a, clock.instant());
        backlog.added(b, clock.instant());
        BlockingQueue<DestinationId> looked = new LinkedBlockingQueue<>();
        RetryScheduler scheduler = new RetryScheduler(
                gate, admission, backlog, desk.recorder, (destination, taken, nextDue) -> looked.add(destination));

        scheduler.lease();

        assertThat(looked.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(b);
    }

    /** What was recorded is not what was said: the backlog has to know the time of what was recorded. */
    @Test
    void knowsWhenTheSubstituteOfAResultIsDue() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.change(sql -> sql.sql("CREATE TRIGGER picky BEFORE INSERT ON attempt"
                        + " WHEN NEW.event_id = 'event-1' BEGIN SELECT RAISE(ABORT, 'picky'); END")
                .update());
        desk.start();
        FakeMessage message = RecordingDesk.aMessage(1, "event-1");
        RecordingDesk.Arrived.Accepted accepted = (RecordingDesk.Arrived.Accepted) desk.arrives(message);
        good.answers(new Attempted(
                new AttemptOutcome.Succeeded(), new NextStep.Settle(), Answer.NONE, clock.instant(), Duration.ZERO));
        assertThat(gate.awaitRoom(0)).isTrue();

        dispatcher.accepted(accepted.event(), List.of(a), message);

        Awaitility.await().atMost(PATIENCE).until(() -> desk.count("due_delivery") == 1 && gate.isEmpty());
        assertThat(backlog.due()).containsExactly(a);
    }

    @Test
    void attendsToTheOthersWhenASlowDestinationCannotBeAsked() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = desk.anEndpoint("b");
        desk.start();
        FakeMessage message = RecordingDesk.aMessage(1, "event-1");
        RecordingDesk.Arrived.Accepted accepted = (RecordingDesk.Arrived.Accepted) desk.arrives(message);
        EventHold hold = new EventHold(message, 2);
        InFlight ofA = InFlight.fresh(new Delivery(accepted.event(), a, Delivery.Turn.FIRST), hold);
        InFlight ofB = InFlight.fresh(new Delivery(accepted.event(), b, Delivery.Turn.FIRST), hold);
        assertThat(gate.admit(ofA)).isInstanceOf(Verdict.Go.class);
        assertThat(gate.admit(ofB)).isInstanceOf(Verdict.Go.class);
        silent.add(a);

        Gate.Overdue overdue =
                gate.findOverdue(System.nanoTime() + Duration.ofSeconds(31).toNanos());

        assertThat(overdue.running()).extracting(Gate.Started::delivery).containsExactly(ofB);
        assertThat(gate.ended(ofA, new Impression.Good())).isEmpty();
    }

    @Test
    void parksWithAReasonAndPropertiesThatFitIntoTheJournal() throws Exception {
        desk.start();
        assertThat(gate.awaitRoom(0)).isTrue();
        FakeMessage message = new FakeMessage(1).with("sealpost_type", "x".repeat(500_000));

        dispatcher.notUnderstood(message, "y".repeat(500_000));

        OutgoingMessage sent = parked.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        assertThat(sent.properties().get("sealpost_type")).hasSize(2_006).endsWith("…[cut]");
        assertThat(sent.properties().values()).allMatch(value -> value.length() <= 2_006);
        assertThat(message.body()).isInstanceOf(MessageBody.Bytes.class);
        Awaitility.await().atMost(PATIENCE).until(() -> message.acknowledged() == 1);
        assertThat(gate.isEmpty()).isTrue();
    }
}
