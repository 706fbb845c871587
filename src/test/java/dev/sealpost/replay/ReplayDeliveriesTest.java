package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.FakeDestination;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.Status;
import dev.sealpost.replay.ReplayStep.Stepped;
import dev.sealpost.subscription.DestinationId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Step by step through what is to be sent again. */
class ReplayDeliveriesTest extends ReplayTestBase {

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
}
