package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.delivery.Resend.Answer;
import dev.sealpost.event.EventId;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What sending one event again does, on every database. */
abstract class ResendConformance {

    private static final EventId EVENT = new EventId("event-1");
    private static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");

    private final List<Object> published = new ArrayList<>();
    private RecordingDesk desk;
    private Resend resend;
    private DestinationId endpoint;

    abstract Database database(Path directory) throws Exception;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        Database database = database(folder);
        desk = new RecordingDesk(database, database, folder.resolve("data"));
        desk.anApplication();
        endpoint = desk.anEndpoint("a");
        desk.start();
        resend = new Resend(desk.recorder, desk.reopen, published::add, desk.clock);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    private Answer resent() {
        return resend.resend(RecordingDesk.SHOP, EVENT, endpoint);
    }

    private static Result.Made dead() {
        return RecordingDesk.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("schedule exhausted"));
    }

    private InFlight leased() throws Exception {
        return desk.lease(endpoint, 10).taken().getFirst();
    }

    @Test
    void opensANewCycleOfADeliveryThatWasDelivered() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.succeeded());

        assertThat(resent()).isEqualTo(Answer.OPENED);

        assertThat(desk.counts().owed()).isEqualTo(2);
        assertThat(published).containsExactly(new MadeDue(endpoint, desk.clock.instant()));
        desk.assertBalanced();
        InFlight again = leased();
        assertThat(again.delivery().turn()).isEqualTo(new Delivery.Turn(2, 1, Trigger.MANUAL));
        desk.settle(again, RecordingDesk.succeeded());
        assertThat(desk.counts().delivered()).isEqualTo(2);
        assertThat(desk.row("SELECT triggered_by FROM attempt WHERE cycle = 2"))
                .containsEntry("triggered_by", "manual");
        desk.assertBalanced();
    }

    @Test
    void keepsADeadLetterCountedAsDeadOfItsCycle() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), dead());

        assertThat(resent()).isEqualTo(Answer.OPENED);

        assertThat(desk.count("ended_delivery")).isZero();
        desk.settle(leased(), dead());
        assertThat(desk.counts().dead()).isEqualTo(2);
        assertThat(desk.counts().owed()).isEqualTo(2);
        assertThat(desk.count("ended_delivery WHERE cycle = 2 AND ending = 'dead'"))
                .isEqualTo(1);
        assertThat(resent()).isEqualTo(Answer.OPENED);
        assertThat(leased().delivery().turn().cycle()).isEqualTo(3);
    }

    @Test
    void opensACycleAfterAnEndWithoutAnyAttempt() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Cancelled("destination deleted"));

        assertThat(resent()).isEqualTo(Answer.OPENED);

        assertThat(leased().delivery().turn()).isEqualTo(new Delivery.Turn(2, 1, Trigger.MANUAL));
        assertThat(desk.counts().cancelled()).isEqualTo(1);
        assertThat(desk.counts().owed()).isEqualTo(2);
    }

    @Test
    void makesWhatWaitsDueNowAndOwesNothingMore() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(FAR_AWAY));
        assertThat(desk.lease(endpoint, 10).taken()).isEmpty();

        assertThat(resent()).isEqualTo(Answer.HASTENED);

        assertThat(desk.counts().owed()).isEqualTo(1);
        InFlight again = leased();
        assertThat(again.delivery().turn()).isEqualTo(new Delivery.Turn(1, 2, Trigger.MANUAL));
        desk.settle(again, RecordingDesk.retriedAt(Instant.EPOCH));
        assertThat(leased().delivery().turn()).isEqualTo(new Delivery.Turn(1, 3, Trigger.SCHEDULED));
    }

    @Test
    void leavesALeasedRowAlone() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(Instant.EPOCH));
        InFlight leased = leased();

        assertThat(resent()).isEqualTo(Answer.IN_FLIGHT);

        assertThat(published).isEmpty();
        desk.settle(leased, RecordingDesk.succeeded());
        assertThat(desk.counts().owed()).isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void leavesAFirstAttemptAloneThatHasNoRecordYet() throws Exception {
        InFlight first = desk.accepted(1, "event-1").getFirst();
        desk.change(sql -> sql.sql("UPDATE event SET created_at = ?")
                .param(desk.clock.millis() - 3_500_000)
                .update());

        assertThat(resent()).isEqualTo(Answer.IN_FLIGHT);

        assertThat(desk.counts().owed()).isEqualTo(1);
        desk.settle(first, RecordingDesk.succeeded());
        desk.assertBalanced();
    }

    @Test
    void opensACycleOfAnOldEventWhoseRecordsWereDropped() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.succeeded());
        desk.change(sql -> sql.sql("DELETE FROM attempt").update());
        desk.change(sql -> sql.sql("UPDATE event SET created_at = 0").update());

        assertThat(resent()).isEqualTo(Answer.OPENED);

        assertThat(leased().delivery().turn().cycle()).isEqualTo(2);
        desk.assertBalanced();
    }

    @Test
    void owesAnEventToAnEndpointThatNeverGotIt() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.succeeded());
        DestinationId later = desk.anEndpoint("later");

        assertThat(resend.resend(RecordingDesk.SHOP, EVENT, later)).isEqualTo(Answer.OPENED);

        InFlight first = desk.lease(later, 10).taken().getFirst();
        assertThat(first.delivery().turn()).isEqualTo(new Delivery.Turn(1, 1, Trigger.MANUAL));
        assertThat(desk.counts().owed()).isEqualTo(2);
        desk.assertBalanced();
    }

    @Test
    void opensOneCycleHoweverOftenItIsAsked() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.succeeded());

        assertThat(resent()).isEqualTo(Answer.OPENED);
        assertThat(resent()).isEqualTo(Answer.HASTENED);

        assertThat(desk.counts().owed()).isEqualTo(2);
        desk.assertBalanced();
    }

    @Test
    void saysWhetherAnEventIsGoneOrWasNeverThere() throws Exception {
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.succeeded());
        desk.change(sql -> sql.sql("DELETE FROM event").update());

        assertThat(resent()).isEqualTo(Answer.DROPPED);
        assertThat(resend.resend(RecordingDesk.SHOP, new EventId("event-2"), endpoint))
                .isEqualTo(Answer.UNKNOWN);
    }
}
