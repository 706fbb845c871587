package dev.sealpost.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.MadeDue;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.RecordingTestBase;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.event.EventId;
import dev.sealpost.replay.Resend.ResendResult;
import dev.sealpost.subscription.DestinationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** Sending one event again. */
class ResendTest extends RecordingTestBase {

    private static final EventId EVENT = new EventId("event-1");
    private final List<Object> published = new ArrayList<>();
    private Resend resend;
    private DestinationId endpoint;

    @BeforeEach
    void start() {
        endpoint = started("a");
        resend = new Resend(desk.recorder, desk.reopen, published::add, desk.clock);
    }

    private ResendResult resent() {
        return resend.resend(RecordingStore.SHOP, EVENT, endpoint);
    }

    private static Result.Made dead() {
        return SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("schedule exhausted"));
    }

    private InFlight leased() throws Exception {
        return desk.lease(endpoint, 10).taken().getFirst();
    }

    @OnDatabase
    void opensANewCycleOfADeliveryThatWasDelivered() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.succeeded());

        assertThat(resent()).isEqualTo(ResendResult.OPENED);

        assertThat(desk.rows.counts().owed()).isEqualTo(2);
        assertThat(published).containsExactly(new MadeDue(endpoint, desk.clock.instant()));
        desk.rows.assertBalanced();
        InFlight again = leased();
        assertThat(again.delivery().attemptKey()).isEqualTo(new Delivery.AttemptKey(2, 1, Trigger.MANUAL));
        desk.settle(again, SampleResults.succeeded());
        assertThat(desk.rows.counts().delivered()).isEqualTo(2);
        assertThat(desk.rows.row("SELECT triggered_by FROM attempt WHERE cycle = 2"))
                .containsEntry("triggered_by", "manual");
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void keepsADeadLetterCountedAsDeadOfItsCycle() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), dead());

        assertThat(resent()).isEqualTo(ResendResult.OPENED);

        assertThat(desk.rows.count("ended_delivery")).isZero();
        desk.settle(leased(), dead());
        assertThat(desk.rows.counts().dead()).isEqualTo(2);
        assertThat(desk.rows.counts().owed()).isEqualTo(2);
        assertThat(desk.rows.count("ended_delivery WHERE cycle = 2 AND ending = 'dead'"))
                .isEqualTo(1);
        assertThat(resent()).isEqualTo(ResendResult.OPENED);
        assertThat(leased().delivery().attemptKey().cycle()).isEqualTo(3);
    }

    @OnDatabase
    void opensACycleAfterAnEndWithoutAnyAttempt() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Cancelled("destination deleted"));

        assertThat(resent()).isEqualTo(ResendResult.OPENED);

        assertThat(leased().delivery().attemptKey()).isEqualTo(new Delivery.AttemptKey(2, 1, Trigger.MANUAL));
        assertThat(desk.rows.counts().cancelled()).isEqualTo(1);
        assertThat(desk.rows.counts().owed()).isEqualTo(2);
    }

    @OnDatabase
    void makesWhatWaitsDueNowAndOwesNothingMore() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(FAR_AWAY));
        assertThat(desk.lease(endpoint, 10).taken()).isEmpty();

        assertThat(resent()).isEqualTo(ResendResult.HASTENED);

        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        InFlight again = leased();
        assertThat(again.delivery().attemptKey()).isEqualTo(new Delivery.AttemptKey(1, 2, Trigger.MANUAL));
        desk.settle(again, SampleResults.retriedAt(Instant.EPOCH));
        assertThat(leased().delivery().attemptKey()).isEqualTo(new Delivery.AttemptKey(1, 3, Trigger.SCHEDULED));
    }

    @OnDatabase
    void leavesALeasedRowAlone() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(Instant.EPOCH));
        InFlight leased = leased();

        assertThat(resent()).isEqualTo(ResendResult.IN_FLIGHT);

        assertThat(published).isEmpty();
        desk.settle(leased, SampleResults.succeeded());
        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void leavesAFirstAttemptAloneThatHasNoRecordYet() throws Exception {
        InFlight first = desk.accepted(1, "event-1").getFirst();
        desk.change(sql -> sql.sql("UPDATE event SET created_at = ?")
                .param(desk.clock.millis() - 3_500_000)
                .update());

        assertThat(resent()).isEqualTo(ResendResult.IN_FLIGHT);

        assertThat(desk.rows.counts().owed()).isEqualTo(1);
        desk.settle(first, SampleResults.succeeded());
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void opensACycleOfAnOldEventWhoseRecordsWereDropped() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.succeeded());
        desk.change(sql -> sql.sql("DELETE FROM attempt").update());
        desk.change(sql ->
                sql.sql("UPDATE event SET created_at = 0, strayed_at = 0").update());

        assertThat(resent()).isEqualTo(ResendResult.OPENED);

        assertThat(leased().delivery().attemptKey().cycle()).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void owesAnEventToAnEndpointThatNeverGotIt() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.succeeded());
        DestinationId later = desk.anEndpoint("later");

        assertThat(resend.resend(RecordingStore.SHOP, EVENT, later)).isEqualTo(ResendResult.OPENED);

        InFlight first = desk.lease(later, 10).taken().getFirst();
        assertThat(first.delivery().attemptKey()).isEqualTo(new Delivery.AttemptKey(1, 1, Trigger.MANUAL));
        assertThat(desk.rows.counts().owed()).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void opensOneCycleHoweverOftenItIsAsked() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.succeeded());

        assertThat(resent()).isEqualTo(ResendResult.OPENED);
        assertThat(resent()).isEqualTo(ResendResult.HASTENED);

        assertThat(desk.rows.counts().owed()).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void saysWhetherAnEventIsGoneOrWasNeverThere() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.succeeded());
        desk.change(sql -> sql.sql("UPDATE event SET payload_removed_at = 1").update());

        assertThat(resent()).isEqualTo(ResendResult.DROPPED);
        desk.change(sql -> sql.sql("DELETE FROM event").update());
        assertThat(resent()).isEqualTo(ResendResult.DROPPED);
        assertThat(resend.resend(RecordingStore.SHOP, new EventId("event-2"), endpoint))
                .isEqualTo(ResendResult.UNKNOWN);
    }
}
