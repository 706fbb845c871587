package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.OnDatabase;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.FailedRun;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.Arrived.Accepted;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The result of an attempt is recorded, and moves its delivery on. */
class RecordSettlementsTest extends RecordingTestBase {

    @OnDatabase
    void leavesOneEventRowAndOneAttemptRowOfADeliveryThatSucceedsAtOnce() throws Exception {
        started("a");
        InFlight inFlight = desk.accepted(7, "event-1").getFirst();

        desk.settle(inFlight, SampleResults.succeeded());

        assertThat(desk.rows.count("event")).isEqualTo(1);
        assertThat(desk.rows.count("attempt")).isEqualTo(1);
        assertThat(desk.rows.count("due_delivery") + desk.rows.count("ended_delivery"))
                .isZero();
        assertThat(desk.rows.row("SELECT outcome, status, reason, response, cycle, number, triggered_by FROM attempt"))
                .containsEntry("outcome", "succeeded")
                .containsEntry("status", 200)
                .containsEntry("reason", null)
                .containsEntry("response", "fine")
                .containsEntry("cycle", 1)
                .containsEntry("number", 1)
                .containsEntry("triggered_by", "scheduled");
        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void givesAFailedDeliveryARowAndMovesThatRowAfterTheNextFailure() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(7, "event-1").getFirst();
        desk.settle(inFlight, SampleResults.retriedAt(LONG_AGO));
        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 2)
                .containsEntry("due_at", LONG_AGO.toEpochMilli())
                .containsEntry("lease_token", null)
                .containsEntry("reason", "retry");
        desk.rows.assertBalanced();

        InFlight leased = desk.lease(a, 10).taken().getFirst();
        assertThat(leased.delivery().attemptKey()).isEqualTo(new AttemptKey(1, 2, Trigger.SCHEDULED));
        desk.settle(leased, SampleResults.retriedAt(FAR_AWAY));

        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 3)
                .containsEntry("due_at", FAR_AWAY.toEpochMilli())
                .containsEntry("lease_token", null)
                .containsEntry("lease_count", 0);
        assertThat(desk.rows.count("attempt")).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void keepsWhereARunFailedAndThroughWhichRoutesItsEventCame() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(desk.aMessage(7, "event-1").with("sealpost_hops", "2 x > r > y > s > a"))
                .getFirst();
        FailedRun run = new FailedRun(
                new FailedRun.Step("orders", "reserve", "to", Optional.of("kamelet:shop"), Optional.empty()),
                "IOException: no",
                List.of(new FailedRun.StepTime("reserve", 3, Duration.ofMillis(12))));

        desk.settle(
                inFlight,
                new Result.Made(new Attempted(
                        new AttemptOutcome.Failed("no", false),
                        new NextStep.RetryAt(LONG_AGO),
                        new Answer(Optional.empty(), "no").of(Optional.of(run)),
                        Instant.EPOCH,
                        Duration.ZERO)));

        assertThat(FailedRun.parse(
                        (String) desk.rows.row("SELECT failed_run FROM attempt").get("failed_run")))
                .contains(run);
        assertThat(desk.lease(a, 10)
                        .taken()
                        .getFirst()
                        .delivery()
                        .event()
                        .content()
                        .hops())
                .hasValueSatisfying(hops -> assertThat(hops.count()).isEqualTo(2))
                .hasValueSatisfying(hops -> assertThat(hops.chain()).isEqualTo("x > r > y > s > a"));
    }

    @OnDatabase
    void keepsNothingMoreOfARunThatSucceededOfAnEventWithoutAParent() throws Exception {
        started("a");

        desk.settle(desk.accepted(7, "event-1").getFirst(), SampleResults.succeeded());

        assertThat(desk.rows.row("SELECT failed_run, hops FROM attempt JOIN event ON event.id = attempt.event_id"))
                .containsEntry("failed_run", null)
                .containsEntry("hops", null);
    }

    @OnDatabase
    void removesTheRowOfARetryThatSucceeds() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(7, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();

        desk.settle(leased, SampleResults.succeeded());

        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void buriesADeliveryWhoseScheduleIsExhausted() throws Exception {
        DestinationId a = started("a");
        Result.Made exhausted = SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted"));
        desk.settle(desk.accepted(7, "fresh").getFirst(), exhausted);
        desk.settle(desk.accepted(8, "retried").getFirst(), SampleResults.retriedAt(LONG_AGO));

        desk.settle(desk.lease(a, 10).taken().getFirst(), exhausted);

        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead' AND reason = 'exhausted'"))
                .isEqualTo(2);
        assertThat(desk.rows.count("due_delivery")).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void disablesAnEndpointThatIsGoneForAllThatComesAfterwards() throws Exception {
        started("a");
        long before = version();

        desk.settle(
                desk.accepted(7, "event-1").getFirst(),
                SampleResults.made(new AttemptOutcome.Gone(), new NextStep.DisableEndpoint()));

        assertThat(desk.rows.count("endpoint WHERE disabled")).isEqualTo(1);
        assertThat(version()).isGreaterThan(before);
        assertThat(desk.rows.count("endpoint WHERE version = " + version())).isEqualTo(1);
        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead' AND reason = 'gone'"))
                .isEqualTo(1);
        Accepted next = (Accepted) desk.arrives(RecordingStore.aMessage(8, "event-2"));
        assertThat(next.destinations()).isEmpty();
        desk.rows.assertBalanced();
    }

    private long version() {
        return desk.rows.number("SELECT version FROM snapshot_version");
    }

    @OnDatabase
    void countsOurOwnFaultsAndParksTheDeliveryAfterTheTenth() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        for (int fault = 1; fault < RecordingStore.FAULT_LIMIT; fault++) {
            desk.settle(inFlight, new Result.Faulted("our bug", LONG_AGO));
            assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                    .containsEntry("fault_count", fault)
                    .containsEntry("attempt_number", 1)
                    .containsEntry("reason", "fault: our bug");
            inFlight = desk.lease(a, 10).taken().getFirst();
        }

        desk.settle(inFlight, new Result.Faulted("our bug", LONG_AGO));

        assertThat(desk.rows.count("attempt")).isZero();
        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead' AND reason = 'parked: our bug'"))
                .isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void waitsLongerAfterEachFault() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        List<Long> waits = new ArrayList<>();
        for (int fault = 1; fault < RecordingStore.FAULT_LIMIT; fault++) {
            desk.settle(inFlight, new Result.Faulted("our bug", LONG_AGO));
            waits.add(desk.rows.number("SELECT due_at FROM due_delivery") - LONG_AGO.toEpochMilli());
            inFlight = desk.lease(a, 10).taken().getFirst();
        }

        assertThat(waits).isSorted().doesNotContain(0L).first().isEqualTo(1_000L);
        assertThat(waits.getLast()).isLessThanOrEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @OnDatabase
    void putsOffWithoutCountingAnything() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Deferred("in-flight-cap", LONG_AGO));
        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 1)
                .containsEntry("reason", "in-flight-cap")
                .containsEntry("due_at", LONG_AGO.toEpochMilli());

        InFlight leased = desk.lease(a, 10).taken().getFirst();
        desk.settle(leased, new Result.Deferred("disabled", FAR_AWAY));

        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 1)
                .containsEntry("reason", "disabled")
                .containsEntry("due_at", FAR_AWAY.toEpochMilli())
                .containsEntry("lease_token", null)
                .containsEntry("lease_count", 0);
        assertThat(desk.rows.count("attempt")).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void keepsTheFaultsOfADeliveryThatIsPutOff() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Faulted("our bug", LONG_AGO));
        desk.settle(desk.lease(a, 10).taken().getFirst(), new Result.Deferred("node-busy", LONG_AGO));

        assertThat(desk.rows.row("SELECT * FROM due_delivery")).containsEntry("fault_count", 1);
    }

    @OnDatabase
    void cancelsWhatIsOwedToADestinationThatIsGone() throws Exception {
        DestinationId a = started("a");
        InFlight fresh = desk.accepted(1, "fresh").getFirst();
        InFlight failing = desk.accepted(2, "failing").getFirst();
        desk.settle(desk.accepted(3, "waiting").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(4, "retried").getFirst(), SampleResults.retriedAt(LONG_AGO));
        List<InFlight> leased = desk.lease(a, 10).taken();
        desk.gone.add(a);

        desk.settle(fresh, new Result.Cancelled("destination deleted"));
        desk.settle(failing, SampleResults.retriedAt(FAR_AWAY));
        desk.settle(leased.get(0), new Result.Cancelled("destination deleted"));
        desk.settle(leased.get(1), SampleResults.retriedAt(FAR_AWAY));

        assertThat(desk.rows.count("ended_delivery WHERE ending = 'cancelled'")).isEqualTo(4);
        assertThat(desk.rows.count("due_delivery")).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void findsTheOneBadOutcomeOfABatchAndRecordsAllOthersWhole() throws Exception {
        String refused = desk.refusedText();
        started("a");
        List<InFlight> deliveries = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            deliveries.add(desk.accepted(i, "event-" + i).getFirst());
        }
        CompletableFuture<InFlight> last = new CompletableFuture<>();
        for (InFlight delivery : deliveries) {
            last = desk.submit(
                    delivery,
                    delivery == deliveries.get(5)
                            ? new Result.Made(new Attempted(
                                    new AttemptOutcome.Succeeded(),
                                    new NextStep.Settle(),
                                    new Answer(Optional.of(200), refused),
                                    Instant.EPOCH,
                                    Duration.ZERO))
                            : SampleResults.succeeded());
        }
        last.get(20, TimeUnit.SECONDS);
        desk.recorder.write(sql -> 0);

        assertThat(desk.rows.count("attempt WHERE outcome = 'succeeded'")).isEqualTo(9);
        assertThat(desk.rows.count("attempt WHERE response = 'fine'")).isEqualTo(8);
        assertThat(desk.rows.count("attempt WHERE event_id = 'event-5' AND response IS NULL"))
                .isEqualTo(1);
        assertThat(desk.rows.counts().delivered()).isEqualTo(9);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void countsAnOutcomeThatCannotBeRecordedAtAllAsOurOwnFault() throws Exception {
        String refused = desk.refusedText();
        started("a");

        desk.settle(
                desk.accepted(1, "event-1").getFirst(),
                SampleResults.made(new AttemptOutcome.Failed(refused, true), new NextStep.Exhaust(refused)));

        assertThat(desk.rows.count("attempt")).isZero();
        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("reason", "fault: cannot be recorded")
                .containsEntry("fault_count", 1);
        desk.rows.assertBalanced();
    }
}
