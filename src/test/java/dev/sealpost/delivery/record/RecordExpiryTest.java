package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.BacklogFullException;
import dev.sealpost.delivery.BacklogQuota;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.QuotaSettings;
import dev.sealpost.delivery.dispatch.Backlog;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.delivery.record.Arrived.Accepted;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Expired and waiting deliveries, and destinations that cannot be looked up. */
class RecordExpiryTest extends RecordingTestBase {

    /** In flight, at the next look of the scheduler, and by the sweep: each counts once, and the balance holds. */
    @OnDatabase
    void endsWhatHasExpired() throws Exception {
        DestinationId a = started("a");
        InFlight atTheGate = acceptedExpiring(1, "at-the-gate", FAR_AWAY);
        desk.settle(acceptedExpiring(2, "leased", FAR_AWAY), SampleResults.retriedAt(LONG_AGO));
        desk.settle(acceptedExpiring(3, "due", LONG_AGO), SampleResults.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();
        desk.settle(acceptedExpiring(4, "swept", LONG_AGO), new Result.Deferred("paused", FAR_AWAY));
        desk.settle(acceptedExpiring(5, "later", FAR_AWAY), new Result.Deferred("paused", FAR_AWAY));
        desk.settle(desk.accepted(6, "never").getFirst(), new Result.Deferred("paused", FAR_AWAY));

        desk.settle(atTheGate, new Result.Expired());
        desk.settle(leased, new Result.Expired());
        assertThat(sweep(10)).isEqualTo(1);
        assertThat(sweep(10)).isZero();

        assertThat(desk.rows.count("ended_delivery WHERE ending = 'expired' AND reason = 'expired'"))
                .isEqualTo(4);
        assertThat(desk.rows.counts().expired()).isEqualTo(4);
        assertThat(desk.rows.count("due_delivery WHERE event_id IN ('later', 'never')"))
                .isEqualTo(2);
        assertThat(desk.rows.count("due_delivery")).isEqualTo(2);
        assertThat(desk.rows.count("attempt")).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void sweepsInPagesAndLeavesWhatIsLeased() throws Exception {
        DestinationId a = started("a");
        desk.settle(acceptedExpiring(1, "leased", FAR_AWAY), SampleResults.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();
        desk.change(sql -> sql.sql("UPDATE due_delivery SET expires_at = 1").update());
        for (int i = 2; i < 7; i++) {
            desk.settle(acceptedExpiring(i, "event-" + i, LONG_AGO), new Result.Deferred("paused", FAR_AWAY));
        }

        assertThat(sweep(3)).isEqualTo(3);
        assertThat(sweep(3)).isEqualTo(2);
        assertThat(sweep(3)).isZero();
        desk.settle(leased, SampleResults.succeeded());

        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
        assertThat(desk.rows.counts().expired()).isEqualTo(5);
        desk.rows.assertBalanced();
    }

    private int sweep(int limit) throws Exception {
        CompletableFuture<Integer> ended =
                desk.next(fact -> fact instanceof Committed.Expired(int rows) ? Optional.of(rows) : Optional.empty());
        desk.recorder.submit(new Entry.ExpiredRows(limit));
        return ended.get(20, TimeUnit.SECONDS);
    }

    private InFlight acceptedExpiring(long brokerId, String id, Instant at) throws Exception {
        FakeMessage message = RecordingStore.aMessage(brokerId, id).with(MessageProperties.EXPIRES_AT, at.toString());
        Accepted accepted = (Accepted) desk.arrives(message);
        assertThat(accepted.event().expiresAt()).contains(at);
        return InFlight.fresh(
                new Delivery(accepted.event(), accepted.destinations().getFirst(), AttemptKey.FIRST),
                new EventHold(message, 1));
    }

    @OnDatabase
    void recordsTheOthersWhenADestinationCannotBeAskedWhetherItIsGone() throws Exception {
        started("a");
        InFlight first = desk.accepted(1, "event-1").getFirst();
        InFlight second = desk.accepted(2, "event-2").getFirst();
        desk.silent.add(first.delivery().destination());

        desk.settle(first, SampleResults.retriedAt(FAR_AWAY));
        desk.settle(second, SampleResults.succeeded());

        assertThat(desk.rows.count("due_delivery WHERE reason = 'retry'")).isEqualTo(1);
        assertThat(desk.rows.count("attempt")).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void countsWhatWaitsForAnApplicationAgainstItsQuota() throws Exception {
        started("a");
        BacklogQuota quota = new BacklogQuota(new QuotaSettings(2, Duration.ofSeconds(7)));
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Deferred("paused", FAR_AWAY));
        quota.count(desk.reads);
        quota.check(RecordingStore.SHOP);

        desk.settle(desk.accepted(2, "event-2").getFirst(), new Result.Deferred("paused", FAR_AWAY));
        BacklogQuota again = new BacklogQuota(new QuotaSettings(2, Duration.ofSeconds(7)));
        again.count(desk.reads);

        assertThatThrownBy(() -> again.check(RecordingStore.SHOP))
                .isInstanceOfSatisfying(
                        BacklogFullException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        again.check(new dev.sealpost.application.ApplicationId("app_other"));
    }

    @OnDatabase
    void remembersTheLastTurnThatAThrottleGaveInAnEarlierRun() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Deferred("throttled", FAR_AWAY.minusSeconds(9)));
        desk.settle(desk.accepted(2, "event-2").getFirst(), new Result.Deferred("throttled", FAR_AWAY.minusSeconds(8)));
        desk.settle(desk.accepted(3, "event-3").getFirst(), SampleResults.retriedAt(FAR_AWAY));
        Backlog backlog = new Backlog(RowClocks.of(Dialect.SQLITE));

        backlog.loadSlots(desk.reads);

        assertThat(backlog.lastSlot(a)).isEqualTo(FAR_AWAY.minusSeconds(8));
        assertThat(backlog.lastSlot(new DestinationId("ep_other"))).isEqualTo(Instant.EPOCH);
    }
}
