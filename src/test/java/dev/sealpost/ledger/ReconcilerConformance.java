package dev.sealpost.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.SampleResults;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.ledger.ProducerFloors.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises of the reconciler on every database. */
abstract class ReconcilerConformance extends ReconcilerTestBase {

    private void lose(String statement) {
        assertThat(desk.<Integer>change(sql -> sql.sql(statement).update()))
                .as(statement)
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsNothingWhereNothingIsMissing(boolean timed) throws Exception {
        aNormalDay(timed);

        assertThat(checkedLater()).isEmpty();

        assertThat(reconciler.last().until()).contains(desk.clock.instant().minus(GRACE));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesADeliveryWhoseAttemptIsGone(boolean timed) throws Exception {
        aNormalDay(timed);
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.succeeded());
        lose("DELETE FROM attempt WHERE event_id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactly("delivery-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesADeliveryWhoseWaitingRowIsGone(boolean timed) throws Exception {
        aNormalDay(timed);
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.retriedAt(FAR_AWAY));
        lose("DELETE FROM due_delivery WHERE event_id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactlyInAnyOrder("unbalanced", "delivery-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesADeadLetterThatIsGone(boolean timed) throws Exception {
        aNormalDay(timed);
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")));
        lose("DELETE FROM ended_delivery WHERE event_id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactly("delivery-missing " + id(delivery));
    }

    @Test
    void namesAnEventOfWhichOnlyAnAttemptIsLeft() throws Exception {
        aNormalDay(true);
        InFlight delivery = accepted(true);
        desk.settle(delivery, SampleResults.succeeded());
        lose("DELETE FROM event WHERE id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactly("event-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void searchesEverythingWhenTheSumsAreOffLongAfter(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.retriedAt(FAR_AWAY));
        assertThat(checkedLater()).isEmpty();
        pass(Duration.ofDays(2));
        lose("DELETE FROM due_delivery");

        assertThat(checkedLater()).containsExactlyInAnyOrder("unbalanced", "delivery-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsOnceAWeekWhatDisappearedLongAfter(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.succeeded());
        assertThat(checkedLater()).isEmpty();
        lose("DELETE FROM attempt");
        assertThat(checkedLater()).as("the sums do not show it").isEmpty();
        pass(Duration.ofDays(7));

        assertThat(checkedLater()).containsExactly("delivery-missing " + id(delivery));
    }

    @Test
    void leavesDeliveriesThatMayStillBeInFlightAlone() throws Exception {
        accepted(true);
        accepted(false);
        inTransit.inFlight.put(RecordingStore.SHOP, 2L);
        pass(Duration.ofMinutes(9));

        reconciler.check();

        assertThat(found()).isEmpty();
    }

    @Test
    void namesWhatIsFoundOnce() throws Exception {
        InFlight delivery = accepted(true);
        desk.settle(delivery, SampleResults.retriedAt(FAR_AWAY));
        lose("DELETE FROM due_delivery");
        checkedLater();

        assertThat(checkedLater()).hasSize(2);
    }

    private List<LedgerFindings.FindingStatus> statuses() {
        return findings.list(Optional.empty(), new PageRequest(50, true, Optional.empty(), false)).items().stream()
                .map(LedgerFindings.StoredFinding::status)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void saysThatWhatWasMissingIsThereAgain(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, SampleResults.retriedAt(FAR_AWAY));
        desk.change(sql ->
                sql.sql("CREATE TABLE kept AS SELECT * FROM due_delivery").update());
        lose("DELETE FROM due_delivery");
        checkedLater();
        assertThat(statuses()).hasSize(2).containsOnly(LedgerFindings.FindingStatus.OPEN);
        assertThat(findings.count()).isEqualTo(2);

        desk.change(
                sql -> sql.sql("INSERT INTO due_delivery SELECT * FROM kept").update()
                        + sql.sql("DROP TABLE kept").update());
        checkedLater();

        assertThat(statuses()).hasSize(2).containsOnly(LedgerFindings.FindingStatus.RESOLVED);
        assertThat(findings.count()).isZero();
        lose("DELETE FROM due_delivery");
        checkedLater();
        assertThat(statuses())
                .as("the same is missing again")
                .hasSize(2)
                .containsOnly(LedgerFindings.FindingStatus.OPEN);
    }

    @Test
    void doesNotTellAgainOfWhatWasClosed() throws Exception {
        InFlight delivery = accepted(true);
        desk.settle(delivery, SampleResults.retriedAt(FAR_AWAY));
        lose("DELETE FROM due_delivery");
        checkedLater();
        LedgerFindings.Closing closing =
                new LedgerFindings.Closing(desk.clock.instant(), "anna", Optional.of("deleted by hand"));
        findings.list(Optional.empty(), new PageRequest(50, true, Optional.empty(), false))
                .items()
                .forEach(kept -> findings.close(kept.id(), closing));

        checkedLater();
        pass(Duration.ofDays(7));
        checkedLater();

        assertThat(statuses()).hasSize(2).containsOnly(LedgerFindings.FindingStatus.CLOSED);
        assertThat(findings.count()).isZero();
        pass(Duration.ofDays(91));
        checkedLater();
        checkedLater();
        assertThat(statuses()).as("while it could be found again").containsOnly(LedgerFindings.FindingStatus.CLOSED);
        lose("DELETE FROM event");
        checkedLater();
        assertThat(found()).containsExactly("unbalanced");
    }

    @Test
    void saysThatAMissingNumberHasArrivedWhenEverythingIsLookedAt() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        desk.settle(numbered(1), SampleResults.succeeded());
        desk.settle(numbered(3), SampleResults.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(3);
        assertThat(checkedLater()).containsExactly("sequence-missing 2-2");

        desk.settle(numbered(2), SampleResults.succeeded());
        checkedLater();
        assertThat(statuses()).containsExactly(LedgerFindings.FindingStatus.OPEN);
        pass(Duration.ofDays(7));
        checkedLater();

        assertThat(statuses()).containsExactly(LedgerFindings.FindingStatus.RESOLVED);
    }

    private void hadComeTo(long floor) {
        desk.change(sql -> ProducerFloors.add(sql, RUN, new Sample(desk.clock.instant(), floor)));
    }

    @Test
    void namesTheNumbersThatNeverArrived() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        for (long number : new long[] {1, 2, 5, 7}) {
            desk.settle(numbered(number), SampleResults.succeeded());
        }
        pass(Duration.ofMinutes(1));
        hadComeTo(7);

        assertThat(checkedLater()).containsExactlyInAnyOrder("sequence-missing 3-4", "sequence-missing 6-6");

        assertThat(desk.rows.count("producer_floor"))
                .as("what is left to look for")
                .isEqualTo(1);
    }

    @Test
    void missesNoNumberThatCameToNothingOrRepeatedAnEvent() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        InFlight first = numbered(1);
        desk.settle(first, SampleResults.succeeded());
        desk.arrives(aMessage(id(first)).with("sealpost_run", RUN).with("sealpost_sequence", "2"));
        desk.change(sql -> SequenceNotes.note(sql, RUN, new Range(3, 4), SequenceNotes.UNSENT, desk.clock.instant()));
        desk.settle(numbered(5), SampleResults.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(5);

        assertThat(checkedLater()).isEmpty();

        assertThat(desk.rows.count("sequence_note")).isZero();
    }

    @Test
    void missesNoNumberThatMayStillWaitInTheBroker() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        desk.settle(numbered(1), SampleResults.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(2);
        inTransit.waiting = 1;
        assertThat(checkedLater()).isEmpty();
        inTransit.waiting = 0;

        assertThat(checkedLater()).containsExactly("sequence-missing 2-2");
    }

    @Test
    void takesANumberAsArrivedThatCameLate() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        String id = anId(true);
        desk.settle(numbered(1), SampleResults.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(2);
        inTransit.waiting = 1;
        checkedLater();
        FakeMessage late = aMessage(id).with("sealpost_run", RUN).with("sealpost_sequence", "2");
        desk.settle(desk.accepted(late).getFirst(), SampleResults.succeeded());
        inTransit.waiting = 0;

        assertThat(checkedLater()).isEmpty();
    }
}
