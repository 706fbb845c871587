package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.LeaseHolder;
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
import dev.sealpost.node.NodeNames;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.ReplayRequest;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.replay.ReplayStep.Stepped.Went;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;

/** Replays over a recorder and a database, and events for them to send again. */
abstract class ReplayTestBase extends RecordingTestBase {

    static final int ROOM = 5;
    private static final int PAGE = 4;

    final Map<DestinationId, FakeDestination> destinations = new HashMap<>();
    final List<DestinationId> madeDue = new ArrayList<>();
    Replays replays;
    ReplayLeases leases;
    ReplayDeliveries deliveries;
    DestinationId endpoint;
    private long brokerId;

    @BeforeEach
    void start() {
        endpoint = started("a");
        replays = new Replays(desk.recorder, desk.reads, event -> {}, desk.clock);
        leases = leases();
        deliveries = deliveries(leases);
    }

    ReplayLeases leases() {
        return new ReplayLeases(desk.recorder, desk.reads, node(desk.clock));
    }

    LeaseHolder node(Clock started) {
        return new LeaseHolder(NodeNames.at(started).value(), desk.clock, desk.database.dialect(), false);
    }

    ReplayDeliveries deliveries(ReplayLeases of) {
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

    Replay begun(Kind kind, Optional<DestinationId> destination, Set<Outcome> outcomes, String... types) {
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

    Replay begun(Set<Outcome> outcomes, String... types) {
        return begun(Kind.REPLAY, Optional.of(endpoint), outcomes, types);
    }

    Replay taken() {
        return leases.take().getFirst();
    }

    /** Until nothing is left to do for it. */
    Replay finished(Replay replay, int most) {
        for (int i = 0; i < 100; i++) {
            List<Replay> mine = leases.take();
            if (mine.isEmpty()) {
                return replays.find(replay.id()).orElseThrow();
            }
            assertThat(deliveries.step(mine.getFirst(), most)).isInstanceOf(Went.class);
        }
        throw new AssertionError("it never ends: " + replays.find(replay.id()));
    }

    String anEvent(Result result) throws Exception {
        return anEvent("order.created", result);
    }

    String anEvent(String type, Result result) throws Exception {
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

    static Result dead() {
        return SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("schedule exhausted"));
    }

    List<String> dueEvents(DestinationId destination) {
        return desk.reads
                .sql("SELECT event_id FROM due_delivery WHERE destination_id = ? ORDER BY event_id")
                .param(destination.value())
                .query(String.class)
                .list();
    }
}
