package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.Arrived;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.RecordingTestBase;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.history.DeadLetters;
import dev.sealpost.node.HandClock;
import dev.sealpost.node.NodeNames;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.ReplayRequest;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.replay.Replay.Status;
import dev.sealpost.replay.ReplayStep.Stepped;
import dev.sealpost.replay.ReplayStep.Stepped.Went;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** Step by step through what is to be sent again. */
class ReplayDeliveriesTest extends RecordingTestBase {

    private static final int ROOM = 5;
    private static final int PAGE = 4;

    private final Map<DestinationId, FakeDestination> destinations = new HashMap<>();
    private final List<DestinationId> madeDue = new ArrayList<>();
    private Replays replays;
    private ReplayLeases leases;
    private ReplayDeliveries deliveries;
    private DestinationId endpoint;
    private long brokerId;

    @BeforeEach
    void start() {
        endpoint = started("a");
        replays = new Replays(desk.recorder, desk.reads, event -> {}, desk.clock);
        leases = leases();
        deliveries = deliveries(leases);
    }

    private ReplayLeases leases() {
        return new ReplayLeases(desk.recorder, desk.reads, node(desk.clock));
    }

    private ReplayLeases leasesOfAnotherNode() {
        return new ReplayLeases(
                desk.recorder,
                desk.reads,
                node(new HandClock(desk.clock.instant().plusSeconds(1))));
    }

    private LeaseHolder node(Clock started) {
        return new LeaseHolder(NodeNames.at(started).value(), desk.clock, desk.database.dialect(), false);
    }

    private ReplayDeliveries deliveries(ReplayLeases of) {
        DestinationLookup admission = new DestinationLookup() {

            @Override
            public Destination destination(DestinationId id) {
                return destinations.computeIfAbsent(id, unknown -> new FakeDestination());
            }

            @Override
            public boolean hasBacklog(DestinationId id) {
                return false;
            }
        };
        return new ReplayDeliveries(
                new FindReplayable(desk.reads, new DeadLetters(desk.reads), desk.subscriptions, PAGE),
                new ReplayRoom(desk.reads, admission, ROOM, desk.clock),
                desk.reopen,
                desk.recorder,
                of,
                madeDue::add);
    }

    private Replay begun(Kind kind, Optional<DestinationId> destination, Set<Outcome> outcomes, String... types) {
        Selection selection = new Selection(
                outcomes,
                List.of(types).stream().map(EventTypePattern::new).toList(),
                Optional.empty(),
                LONG_AGO,
                FAR_AWAY);
        return replays.begin(
                Replay.Id.at(desk.clock.instant()),
                new ReplayRequest(kind, Optional.of(RecordingStore.SHOP), destination, selection));
    }

    private Replay begun(Set<Outcome> outcomes, String... types) {
        return begun(Kind.REPLAY, Optional.of(endpoint), outcomes, types);
    }

    private Replay taken() {
        return leases.take().getFirst();
    }

    /** Until nothing is left to do for it. */
    private Replay finished(Replay replay, int most) {
        for (int i = 0; i < 100; i++) {
            List<Replay> mine = leases.take();
            if (mine.isEmpty()) {
                return replays.find(replay.id()).orElseThrow();
            }
            assertThat(deliveries.step(mine.getFirst(), most)).isInstanceOf(Went.class);
        }
        throw new AssertionError("it never ends: " + replays.find(replay.id()));
    }

    private String anEvent(Result result) throws Exception {
        return anEvent("order.created", result);
    }

    private String anEvent(String type, Result result) throws Exception {
        String id = "event-" + ++brokerId;
        FakeMessage message = RecordingStore.aMessage(brokerId, id)
                .with(MessageProperties.TYPE, type)
                .with(MessageProperties.TIME, Long.toString(desk.clock.millis() + brokerId));
        Arrived.Accepted accepted = (Arrived.Accepted) desk.arrives(message);
        EventHold hold =
                new EventHold(message, Math.max(1, accepted.destinations().size()));
        for (DestinationId destination : accepted.destinations()) {
            desk.settle(
                    InFlight.fresh(new Delivery(accepted.event(), destination, Delivery.AttemptKey.FIRST), hold),
                    result);
        }
        return id;
    }

    private static Result dead() {
        return SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("schedule exhausted"));
    }

    private List<String> dueEvents(DestinationId destination) {
        return desk.reads
                .sql("SELECT event_id FROM due_delivery WHERE destination_id = ? ORDER BY event_id")
                .param(destination.value())
                .query(String.class)
                .list();
    }

    @OnDatabase
    void sendsOnlyWhatFailedAgainWhenItRecovers() throws Exception {
        anEvent(SampleResults.succeeded());
        String first = anEvent(dead());
        anEvent(SampleResults.retriedAt(FAR_AWAY));
        String second = anEvent(dead());
        anEvent(new Result.Cancelled("destination deleted"));

        Replay replay = finished(begun(Set.of(Outcome.DEAD)), 100);

        assertThat(replay.state().status()).isEqualTo(Status.FINISHED);
        assertThat(replay.progress().examined()).isEqualTo(5);
        assertThat(replay.progress().sent()).isEqualTo(2);
        assertThat(dueEvents(endpoint)).contains(first, second).hasSize(3);
        assertThat(desk.rows.count("due_delivery WHERE cycle = 2 AND triggered_by = 'manual'"))
                .isEqualTo(2);
        assertThat(desk.rows.counts().owed()).isEqualTo(7);
        assertThat(desk.rows.counts().dead()).isEqualTo(2);
        assertThat(madeDue).containsOnly(endpoint);
    }

    @OnDatabase
    void choosesByTypeAndOutcome() throws Exception {
        String delivered = anEvent("order.created", SampleResults.succeeded());
        anEvent("user.created", SampleResults.succeeded());
        anEvent("order.created", dead());
        String cancelled = anEvent("order.changed", new Result.Cancelled("destination deleted"));
        anEvent("order.changed", SampleResults.retriedAt(FAR_AWAY));

        finished(begun(Set.of(Outcome.DELIVERED, Outcome.CANCELLED), "order.*"), 100);

        assertThat(desk.rows.count("due_delivery WHERE cycle = 2")).isEqualTo(2);
        assertThat(dueEvents(endpoint)).contains(delivered, cancelled);
    }

    @OnDatabase
    void hastensWhatIsPendingWhenAsked() throws Exception {
        anEvent(SampleResults.retriedAt(FAR_AWAY));

        Replay replay = finished(begun(Set.of(Outcome.PENDING)), 100);

        assertThat(replay.progress().sent()).isEqualTo(1);
        assertThat(desk.rows.count("due_delivery WHERE cycle = 1 AND due_at < 4102444800000"))
                .isEqualTo(1);
        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void givesAnEndpointWhatItNeverGotAndWantsNow() throws Exception {
        anEvent("order.created", SampleResults.succeeded());
        anEvent("user.created", SampleResults.succeeded());
        DestinationId later = desk.anEndpoint("later");
        desk.change(sql -> sql.sql("UPDATE endpoint SET event_types = '[\"order.*\"]', version = ? WHERE id = ?")
                .params(dev.sealpost.database.Snapshots.nextVersion(sql), later.value())
                .update());
        String both = anEvent("order.created", SampleResults.succeeded());

        Replay replay = begun(Kind.REPLAY, Optional.of(later), Set.of(Outcome.MISSING));
        finished(replay, 100);

        assertThat(dueEvents(later)).containsExactly("event-1").doesNotContain(both);
        assertThat(desk.rows.row("SELECT cycle, attempt_number FROM due_delivery"))
                .containsEntry("cycle", 1)
                .containsEntry("attempt_number", 1);
        assertThat(desk.rows.counts().owed()).isEqualTo(5);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void stopsWhereTheDestinationHasEnoughAndGoesOnThere() throws Exception {
        for (int i = 0; i < 12; i++) {
            anEvent(SampleResults.succeeded());
        }
        Replay replay = begun(Outcome.ENDED);

        deliveries.step(taken(), 3);
        deliveries.step(taken(), 3);

        assertThat(dueEvents(endpoint)).hasSize(ROOM);
        assertThat(deliveries.step(taken(), 3)).isInstanceOf(Stepped.Waits.class);
        for (int left = 12; left > 0; ) {
            List<InFlight> leased = desk.lease(endpoint, 10).taken();
            for (InFlight each : leased) {
                desk.settle(each, SampleResults.succeeded());
            }
            left -= leased.size();
            if (!leases.take().isEmpty()) {
                deliveries.step(taken(), 3);
            }
        }
        Replay ended = finished(replay, 3);
        assertThat(ended.progress().sent()).isEqualTo(12);
        assertThat(desk.rows.counts().delivered()).isEqualTo(24);
        assertThat(desk.rows.count("attempt WHERE cycle = 2 AND number = 1")).isEqualTo(12);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void keepsTheLeaseOfAReplayThatOnlyWaits() throws Exception {
        begun(Outcome.ENDED);
        assertThat(leases.take()).hasSize(1);
        desk.change(sql -> sql.sql("UPDATE replay SET lease_until = 1").update());

        assertThat(leases.take()).hasSize(1);

        assertThat(leasesOfAnotherNode().take()).isEmpty();
    }

    @OnDatabase
    void goesOnAtItsCursorInAnotherNode() throws Exception {
        for (int i = 0; i < 6; i++) {
            anEvent(SampleResults.succeeded());
        }
        Replay replay = begun(Outcome.ENDED);
        deliveries.step(taken(), 2);
        ReplayLeases others = leasesOfAnotherNode();

        assertThat(others.take()).isEmpty();
        desk.change(sql -> sql.sql("UPDATE replay SET lease_until = 1").update());
        Replay found = others.take().getFirst();
        deliveries(others).step(found, 2);

        assertThat(dueEvents(endpoint)).hasSize(4);
        assertThat(replays.find(replay.id()).orElseThrow().progress().sent()).isEqualTo(4);
    }

    @OnDatabase
    void doesNotWaitForAnEarlierRunWhereItIsAlone() throws Exception {
        begun(Outcome.ENDED);
        assertThat(leases.take()).hasSize(1);
        LeaseHolder next = new LeaseHolder("node_restarted", desk.clock, desk.database.dialect(), true);

        assertThat(new ReplayLeases(desk.recorder, desk.reads, next).take()).hasSize(1);
    }

    @OnDatabase
    void writesNothingForAReplayThatWasTakenAway() throws Exception {
        anEvent(SampleResults.succeeded());
        Replay replay = begun(Outcome.ENDED);
        Replay mine = taken();

        assertThat(replays.cancel(replay.id()).orElseThrow().state().status()).isEqualTo(Status.CANCELLED);

        assertThatThrownBy(() -> deliveries.step(mine, 10)).isInstanceOf(ReplayLeases.TakenAwayException.class);
        assertThat(dueEvents(endpoint)).isEmpty();
        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        assertThat(leases.take()).isEmpty();
    }

    @OnDatabase
    void waitsForAnEndpointThatIsDisabledAndFailsForOneThatIsGone() throws Exception {
        anEvent(SampleResults.succeeded());
        begun(Outcome.ENDED);
        FakeDestination destination = new FakeDestination();
        destinations.put(endpoint, destination);

        destination.becomes(Destination.Readiness.DISABLED);
        assertThat(deliveries.step(taken(), 10)).isEqualTo(new Stepped.Waits("ep_a is disabled"));
        destination.becomes(Destination.Readiness.GONE);
        assertThat(deliveries.step(taken(), 10)).isEqualTo(new Stepped.Fails("ep_a was deleted"));
    }

    @OnDatabase
    void redrivesDeadLettersOfEveryDestinationThatTakesThem() throws Exception {
        DestinationId b = desk.anEndpoint("b");
        DestinationId gone = desk.anEndpoint("gone");
        anEvent("order.created", dead());
        anEvent("user.created", dead());
        FakeDestination deleted = new FakeDestination();
        deleted.becomes(Destination.Readiness.GONE);
        destinations.put(gone, deleted);

        Replay replay = finished(begun(Kind.REDRIVE_DEAD, Optional.empty(), Set.of(), "order.*"), 100);

        assertThat(replay.progress().sent()).isEqualTo(2);
        assertThat(replay.progress().skipped()).isEqualTo(1);
        assertThat(dueEvents(endpoint)).containsExactly("event-1");
        assertThat(dueEvents(b)).containsExactly("event-1");
        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead'")).isEqualTo(4);
        assertThat(desk.rows.counts().dead()).isEqualTo(6);
        assertThat(desk.rows.counts().owed()).isEqualTo(8);
    }

    @OnDatabase
    void passesOverWhatHasNoPayloadAnyMore() throws Exception {
        anEvent(dead());
        desk.change(sql -> sql.sql("UPDATE event SET payload_removed_at = 1").update());

        Replay replay = finished(begun(Outcome.ENDED), 100);

        assertThat(replay.progress().sent()).isZero();
        assertThat(replay.progress().skipped()).isEqualTo(1);
        assertThat(dueEvents(endpoint)).isEmpty();
    }

    @OnDatabase
    void forgetsReplaysThatEndedLongAgo() throws Exception {
        Replay ended = finished(begun(Outcome.ENDED), 100);
        Replay running = begun(Outcome.ENDED);
        Instant now = desk.clock.instant();

        desk.clock.set(now.plus(Duration.ofDays(31)));
        leases.forgetEnded(Duration.ofDays(30));

        assertThat(replays.find(ended.id())).isEmpty();
        assertThat(replays.find(running.id())).isPresent();
    }
}
