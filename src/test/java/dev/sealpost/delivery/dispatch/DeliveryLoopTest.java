package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.broker.message.MessageBody;
import dev.sealpost.broker.message.OutgoingMessage;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.delivery.gate.AdmissionDecision;
import dev.sealpost.delivery.gate.AttemptSignal;
import dev.sealpost.delivery.gate.FakeGateEnvironment;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.Arrived;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.node.HandClock;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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

class DeliveryLoopTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    private final Backlog backlog = new Backlog(RowClocks.of(clock));
    private final Set<DestinationId> silent = new HashSet<>();
    private final FakeDestination good = new FakeDestination();
    private final BlockingQueue<OutgoingMessage> parked = new LinkedBlockingQueue<>();
    private final DestinationLookup admission = new DestinationLookup() {
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
            FakeGateEnvironment.alone());
    private RecordingStore desk;
    private LoopRig rig;

    @BeforeEach
    void open(@TempDir Path folder) {
        Database database = Databases.sqlite(folder.resolve("sealpost.db"));
        desk = new RecordingStore(database, database, folder.resolve("data"));
        desk.anApplication();
        rig = new LoopRig(desk, gate, admission, backlog, parked::add);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
        desk.close();
    }

    /** The attempts of this fake fail by our own fault, so that each delivery ends in a row. */
    @Test
    void losesNothingWhenADestinationCannotBeAsked() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = desk.anEndpoint("b");
        rig.start();
        silent.add(a);
        FakeMessage message = RecordingStore.aMessage(1, "event-1");

        rig.arrives(message);

        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.count("due_delivery") == 2 && gate.isEmpty());
        Awaitility.await().atMost(PATIENCE).until(() -> message.acknowledged() == 1);
        assertThat(desk.rows.count("due_delivery WHERE reason LIKE '%nobody answers%'"))
                .isEqualTo(1);
    }

    /** A deferred delivery keeps its number; the later result of its attempt is not recorded. */
    @Test
    void putsOffAtAStopWhatHasNotBegunAndWhatHasNotEnded() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        rig.start();
        CountDownLatch answered = new CountDownLatch(1);
        good.taking(1);
        good.answering(() -> {
            answered.await();
            return SampleResults.succeeded().attempted();
        });
        FakeMessage running = accepts(1, a);
        Awaitility.await().atMost(PATIENCE).until(() -> gate.inFlight() == 1);
        FakeMessage inLine = accepts(2, a);

        rig.dispatcher.closeGate();

        Awaitility.await().atMost(PATIENCE).until(() -> inLine.acknowledged() == 1);
        assertThat(desk.rows.count("due_delivery WHERE event_id = 'event-2' AND attempt_number = 1"))
                .isEqualTo(1);
        assertThat(running.acknowledged()).isZero();

        rig.dispatcher.deferUnfinished();

        Awaitility.await().atMost(PATIENCE).until(gate::isEmpty);
        answered.countDown();
        assertThat(desk.rows.count("due_delivery WHERE reason = 'stopping' AND attempt_number = 1"))
                .isEqualTo(2);
        rig.close();
        assertThat(desk.rows.count("attempt")).isZero();
        assertThat(desk.rows.count("due_delivery")).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    private FakeMessage accepts(long brokerId, DestinationId destination) throws Exception {
        FakeMessage message = RecordingStore.aMessage(brokerId, "event-" + brokerId);

        rig.arrives(message);
        return message;
    }

    @Test
    void keepsNoPermitOfAMessageThatCannotBeReleased() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        rig.start();
        good.answers(SampleResults.succeeded().attempted());
        FakeMessage message = RecordingStore.aMessage(1, "event-1");
        message.failsToAcknowledge(new IllegalStateException("the session is closed"));

        rig.arrives(message);

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
        LoopRig unlucky = new LoopRig(desk, gate, admission, backlog, message -> {
            if (failure instanceof Error error) {
                throw error;
            }
            throw new BrokerUnavailableException("the disk is full", failure);
        });
        unlucky.start();

        FakeMessage message = unlucky.arrives(new FakeMessage(1));

        Awaitility.await().atMost(PATIENCE).until(() -> message.givenBack() == 1);
        assertThat(message.acknowledged()).isZero();
    }

    @Test
    void givesAnEventBackOnceItsOtherDeliveriesAreSettled() {
        rig.start();
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
        rig.start();
        silent.add(a);
        backlog.added(a, clock.instant());
        backlog.added(b, clock.instant());

        rig.leaseDueRows.lease();

        // The page of the other has come back with nothing; that one is never asked for.
        Awaitility.await().atMost(PATIENCE).until(() -> backlog.destinations().equals(Set.of(a)));
    }

    /** The recorded time may differ from the submitted one: the backlog has to know the recorded one. */
    @Test
    void knowsWhenTheSubstituteOfAResultIsDue() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.change(sql -> sql.sql("CREATE TRIGGER picky BEFORE INSERT ON attempt"
                        + " WHEN NEW.event_id = 'event-1' BEGIN SELECT RAISE(ABORT, 'picky'); END")
                .update());
        rig.start();
        FakeMessage message = RecordingStore.aMessage(1, "event-1");
        good.answers(new Attempted(
                new AttemptOutcome.Succeeded(), new NextStep.Settle(), Answer.NONE, clock.instant(), Duration.ZERO));

        rig.arrives(message);

        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.count("due_delivery") == 1 && gate.isEmpty());
        assertThat(backlog.due()).containsExactly(a);
    }

    @Test
    void attendsToTheOthersWhenASlowDestinationCannotBeAsked() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = desk.anEndpoint("b");
        desk.start();
        FakeMessage message = RecordingStore.aMessage(1, "event-1");
        Arrived.Accepted accepted = (Arrived.Accepted) desk.arrives(message);
        EventHold hold = new EventHold(message, 2);
        InFlight ofA = InFlight.fresh(new Delivery(accepted.event(), a, Delivery.AttemptKey.FIRST), hold);
        InFlight ofB = InFlight.fresh(new Delivery(accepted.event(), b, Delivery.AttemptKey.FIRST), hold);
        assertThat(gate.admit(ofA)).isInstanceOf(AdmissionDecision.Go.class);
        assertThat(gate.admit(ofB)).isInstanceOf(AdmissionDecision.Go.class);
        silent.add(a);

        Gate.Overdue overdue =
                gate.findOverdue(System.nanoTime() + Duration.ofSeconds(31).toNanos());

        assertThat(overdue.running()).extracting(Gate.Started::delivery).containsExactly(ofB);
        assertThat(gate.ended(ofA, new AttemptSignal.Good())).isEmpty();
    }

    @Test
    void parksWithAReasonAndPropertiesThatFitIntoTheJournal() throws Exception {
        rig.start();
        FakeMessage message = new FakeMessage(1).with("sealpost_type", "x".repeat(500_000));

        rig.arrives(message);

        OutgoingMessage sent = parked.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        assertThat(sent.properties().get("sealpost_type")).hasSize(2_006).endsWith("…[cut]");
        assertThat(sent.properties().values()).allMatch(value -> value.length() <= 2_006);
        assertThat(message.body()).isInstanceOf(MessageBody.Bytes.class);
        Awaitility.await().atMost(PATIENCE).until(() -> message.acknowledged() == 1);
        assertThat(gate.isEmpty()).isTrue();
    }
}
