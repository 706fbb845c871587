package dev.sealpost.delivery.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.Dialect;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.delivery.gate.FakeGateEnvironment;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.endpoint.DeliveryPolicy.BreakerPolicy;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

/** Gate, dispatcher, recorder, rows and scheduler together, in real time, in front of one destination. */
class ThrottledDeliveryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int EVENTS = 150;

    private final Clock clock = Clock.systemUTC();
    private final RowClock rows = RowClocks.of(Dialect.SQLITE);
    private final Backlog backlog = new Backlog(rows);
    private final FakeDestination destination = new FakeDestination().taking(16);
    private final DestinationLookup admission = new DestinationLookup() {
        @Override
        public Destination destination(DestinationId id) {
            return destination;
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return backlog.isDue(id);
        }

        @Override
        public Instant throttledUntil(DestinationId id) {
            return backlog.lastSlot(id);
        }
    };
    private final Gate gate = new Gate(
            new DeliverySettings(
                    1_000, DataSize.ofMegabytes(64), 512, Duration.ofSeconds(1), 10, 5, Duration.ofSeconds(5)),
            admission,
            FakeGateEnvironment.alone());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private RecordingStore desk;
    private LoopRig rig;
    private DestinationId endpoint;

    @BeforeEach
    void open(@TempDir Path folder) {
        Database database = Databases.sqlite(folder.resolve("sealpost.db"));
        desk = new RecordingStore(database, database, folder.resolve("data"));
        desk.anApplication();
        endpoint = desk.anEndpoint("a");
        rig = new LoopRig(desk, gate, admission, backlog, message -> {
            throw new AssertionError("all of it can be understood");
        });
        rig.start();
        timer.scheduleWithFixedDelay(rig.leaseDueRows::lease, 20, 20, TimeUnit.MILLISECONDS);
        RetimeThrottled retime = new RetimeThrottled(desk.reads, desk.recorder, admission, backlog, gate, rows);
        timer.scheduleWithFixedDelay(retime::run, 20, 20, TimeUnit.MILLISECONDS);
    }

    @AfterEach
    void close() throws Exception {
        timer.shutdownNow();
        rig.close();
        desk.close();
    }

    private void arrive(int events) throws Exception {
        for (int i = 0; i < events; i++) {
            FakeMessage message = RecordingStore.aMessage(i, "event-" + i);
            rig.arrives(message);
        }
    }

    private void answers(AttemptOutcome outcome, NextStep next) {
        destination.answers(new Attempted(outcome, next, Answer.NONE, Instant.EPOCH, Duration.ZERO));
    }

    @Test
    void drainsABacklogAtTheRate() throws Exception {
        destination.throttled(50, 5);
        answers(new AttemptOutcome.Succeeded(), new NextStep.Settle());

        arrive(EVENTS);

        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.counts().delivered() == EVENTS);
        List<Long> times = destination.attempts().stream().sorted().toList();
        assertThat(times).hasSize(EVENTS);
        // Two seconds in the middle of it.
        long from = times.getFirst() + TimeUnit.MILLISECONDS.toNanos(500);
        long to = from + TimeUnit.SECONDS.toNanos(2);
        assertThat(times.stream().filter(time -> time >= from && time < to)).hasSizeBetween(90, 110);
        desk.rows.assertBalanced();
    }

    @Test
    void goesAtTheNewRateWhenTheThrottleIsRaisedAndLetsNoFreshOneOvertake() throws Exception {
        destination.throttled(0.1, 1);
        answers(new AttemptOutcome.Succeeded(), new NextStep.Settle());
        arrive(100);
        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.count("due_delivery") == 99);

        destination.throttled(50, 1);
        long last = clock.millis() + 3_000;
        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.count("due_delivery WHERE due_at > " + last) == 0);
        FakeMessage message = RecordingStore.aMessage(999, "event-999");
        rig.arrives(message);

        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.counts().delivered() == 101);
        List<Long> times = destination.attempts().stream().sorted().toList();
        assertThat(Duration.ofNanos(times.getLast() - times.get(1))).isGreaterThan(Duration.ofMillis(1_800));
        assertThat(destination.delivered().getLast()).isEqualTo("event-999");
        desk.rows.assertBalanced();
    }

    @Test
    void goesAtOnceWhenTheThrottleIsTakenAway() throws Exception {
        destination.throttled(0.1, 1);
        answers(new AttemptOutcome.Succeeded(), new NextStep.Settle());
        arrive(100);
        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.count("due_delivery") == 99);

        destination.unthrottled();

        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.counts().delivered() == 100);
        desk.rows.assertBalanced();
    }

    @Test
    void asksNothingOfADestinationWhoseBreakerIsOpenAndDeliversAllInTheEnd() throws Exception {
        destination.breaking(new BreakerPolicy(3, 0, 1, Duration.ofSeconds(2)));
        answers(new AttemptOutcome.Rejected(500), new NextStep.RetryAt(Instant.EPOCH));
        arrive(3);
        Awaitility.await().atMost(PATIENCE).until(() -> gate.capacity(endpoint) == 0 && gate.isEmpty());
        int failed = destination.attempts().size();
        answers(new AttemptOutcome.Succeeded(), new NextStep.Settle());

        FakeMessage message = RecordingStore.aMessage(99, "event-99");
        rig.arrives(message);

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        desk.rows.count("due_delivery WHERE reason = 'breaker-open' AND event_id = 'event-99'") == 1);
        Awaitility.await().atMost(PATIENCE).until(() -> desk.rows.counts().delivered() == 4);
        assertThat(destination.attempts()).hasSize(failed + 4);
        long firstAfter = destination.attempts().get(failed);
        assertThat(firstAfter - destination.attempts().get(failed - 1)).isGreaterThan(1_900_000_000L);
        desk.rows.assertBalanced();
    }
}
