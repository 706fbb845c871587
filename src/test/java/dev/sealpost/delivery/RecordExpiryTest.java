package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.Delivery.Turn;
import dev.sealpost.delivery.RecordingDesk.Arrived.Accepted;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What has expired, what waits, and who may not be asked. */
class RecordExpiryTest extends RecordingTestBase {

    /** In flight, at the next look of the scheduler, and by the sweep: each counts once, and the balance holds. */
    @OnDatabase
    void endsWhatHasExpired() throws Exception {
        DestinationId a = started("a");
        InFlight atTheGate = acceptedExpiring(1, "at-the-gate", FAR_AWAY);
        desk.settle(acceptedExpiring(2, "leased", FAR_AWAY), RecordingDesk.retriedAt(LONG_AGO));
        desk.settle(acceptedExpiring(3, "due", LONG_AGO), RecordingDesk.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();
        desk.settle(acceptedExpiring(4, "swept", LONG_AGO), new Result.PutOff("paused", FAR_AWAY));
        desk.settle(acceptedExpiring(5, "later", FAR_AWAY), new Result.PutOff("paused", FAR_AWAY));
        desk.settle(desk.accepted(6, "never").getFirst(), new Result.PutOff("paused", FAR_AWAY));

        desk.settle(atTheGate, new Result.Expired());
        desk.settle(leased, new Result.Expired());
        assertThat(sweep(10)).isEqualTo(1);
        assertThat(sweep(10)).isZero();

        assertThat(desk.count("ended_delivery WHERE ending = 'expired' AND reason = 'expired'"))
                .isEqualTo(4);
        assertThat(desk.counts().expired()).isEqualTo(4);
        assertThat(desk.count("due_delivery WHERE event_id IN ('later', 'never')"))
                .isEqualTo(2);
        assertThat(desk.count("due_delivery")).isEqualTo(2);
        assertThat(desk.count("attempt")).isEqualTo(2);
        desk.assertBalanced();
    }

    @OnDatabase
    void sweepsInPagesAndLeavesWhatIsLeased() throws Exception {
        DestinationId a = started("a");
        desk.settle(acceptedExpiring(1, "leased", FAR_AWAY), RecordingDesk.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();
        desk.change(sql -> sql.sql("UPDATE due_delivery SET expires_at = 1").update());
        for (int i = 2; i < 7; i++) {
            desk.settle(acceptedExpiring(i, "event-" + i, LONG_AGO), new Result.PutOff("paused", FAR_AWAY));
        }

        assertThat(sweep(3)).isEqualTo(3);
        assertThat(sweep(3)).isEqualTo(2);
        assertThat(sweep(3)).isZero();
        desk.settle(leased, RecordingDesk.succeeded());

        assertThat(desk.counts().delivered()).isEqualTo(1);
        assertThat(desk.counts().expired()).isEqualTo(5);
        desk.assertBalanced();
    }

    private int sweep(int limit) throws Exception {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        desk.recorder.submit(new ExpiredRows(limit, ended::complete));
        return ended.get(20, TimeUnit.SECONDS);
    }

    private InFlight acceptedExpiring(long brokerId, String id, Instant at) throws Exception {
        FakeMessage message = RecordingDesk.aMessage(brokerId, id).with(MessageProperties.EXPIRES_AT, at.toString());
        Accepted accepted = (Accepted) desk.arrives(message);
        assertThat(accepted.event().expiresAt()).contains(at);
        return InFlight.fresh(
                new Delivery(accepted.event(), accepted.destinations().getFirst(), Turn.FIRST),
                new EventHold(message, 1));
    }

    @OnDatabase
    void recordsTheOthersWhenADestinationCannotBeAskedWhetherItIsGone() throws Exception {
        started("a");
        InFlight first = desk.accepted(1, "event-1").getFirst();
        InFlight second = desk.accepted(2, "event-2").getFirst();
        desk.silent.add(first.delivery().destination());

        desk.settle(first, RecordingDesk.retriedAt(FAR_AWAY));
        desk.settle(second, RecordingDesk.succeeded());

        assertThat(desk.count("due_delivery WHERE reason = 'retry'")).isEqualTo(1);
        assertThat(desk.count("attempt")).isEqualTo(2);
        desk.assertBalanced();
    }

    @OnDatabase
    void countsWhatWaitsForAnApplicationAgainstItsQuota() throws Exception {
        started("a");
        BacklogQuota quota = new BacklogQuota(new QuotaSettings(2, Duration.ofSeconds(7)));
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.PutOff("paused", FAR_AWAY));
        quota.count(desk.reads());
        quota.check(RecordingDesk.SHOP);

        desk.settle(desk.accepted(2, "event-2").getFirst(), new Result.PutOff("paused", FAR_AWAY));
        BacklogQuota again = new BacklogQuota(new QuotaSettings(2, Duration.ofSeconds(7)));
        again.count(desk.reads());

        assertThatThrownBy(() -> again.check(RecordingDesk.SHOP))
                .isInstanceOfSatisfying(
                        BacklogFullException.class,
                        e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(7)));
        again.check(new dev.sealpost.application.ApplicationId("app_other"));
    }

    @OnDatabase
    void remembersTheLastTurnThatAThrottleGaveInAnEarlierRun() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.PutOff("throttled", FAR_AWAY.minusSeconds(9)));
        desk.settle(desk.accepted(2, "event-2").getFirst(), new Result.PutOff("throttled", FAR_AWAY.minusSeconds(8)));
        desk.settle(desk.accepted(3, "event-3").getFirst(), RecordingDesk.retriedAt(FAR_AWAY));
        Backlog backlog = new Backlog(RowClocks.of(Dialect.SQLITE));

        backlog.learnTurns(desk.reads());

        assertThat(backlog.lastTurn(a)).isEqualTo(FAR_AWAY.minusSeconds(8));
        assertThat(backlog.lastTurn(new DestinationId("ep_other"))).isEqualTo(Instant.EPOCH);
    }
}
