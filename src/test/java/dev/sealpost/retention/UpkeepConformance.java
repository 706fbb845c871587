package dev.sealpost.retention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Database;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.PageRequest;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.HeldDeliveries;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.RecordingStore;
import dev.sealpost.delivery.record.SequenceNotes;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.ledger.LedgerFindings;
import dev.sealpost.ledger.ProducerFloors;
import dev.sealpost.ledger.ProducerFloors.Sample;
import dev.sealpost.ledger.ReadLedger;
import dev.sealpost.ledger.Reconciler;
import dev.sealpost.ledger.ReconcilerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Promises of the reconciler and of retention on every database. */
abstract class UpkeepConformance {

    private static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");
    private static final Duration GRACE = Duration.ofMinutes(10);
    private static final String RUN = "node_1";

    RecordingStore desk;
    Reconciler reconciler;
    Retention retention;
    private LedgerFindings findings;
    private final Way way = new Way();
    private long brokerIds;

    abstract Database database(Path directory);

    /** Parts of the test outside of the database. */
    private static final class Way implements ReadLedger.InTransit {

        private final Map<ApplicationId, Long> inFlight = new HashMap<>();
        private long waiting;

        @Override
        public HeldDeliveries held() {
            return new HeldDeliveries(0, inFlight);
        }

        @Override
        public long inQueue(String queue) {
            return waiting;
        }

        @Override
        public boolean isAlone() {
            return true;
        }
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        Database database = database(directory);
        desk = new RecordingStore(database, database, directory.resolve("data"));
        desk.anApplication();
        desk.anEndpoint("a");
        desk.start();
        findings = new LedgerFindings(desk.reads, desk.recorder);
        LeaseHolder node = new LeaseHolder(RUN, desk.clock, database.dialect(), true);
        // Chunks of two, so that every walk goes over several.
        reconciler = new Reconciler(
                new ReconcilerSettings(Duration.ZERO, Duration.ofHours(1), GRACE, Duration.ofDays(7), 2, 10),
                desk.consistentReads(),
                desk.recorder,
                new ReadLedger(desk.recorder, desk.consistentReads(), way),
                findings,
                node);
        retention = new Retention(
                new RetentionSettings(
                        Duration.ofDays(30),
                        Duration.ofDays(90),
                        Duration.ofDays(120),
                        Duration.ofDays(60),
                        Duration.ofHours(1),
                        Duration.ofMillis(10)),
                desk.reads,
                desk.recorder,
                node);
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    void pass(Duration time) {
        desk.clock.set(desk.clock.instant().plus(time));
    }

    private String anId(boolean timed) {
        return timed ? EventId.at(desk.clock.instant()).value() : "chosen-" + brokerIds;
    }

    private InFlight accepted(boolean timed) throws Exception {
        return desk.accepted(++brokerIds, anId(timed)).getFirst();
    }

    InFlight numbered(long sequence) throws Exception {
        return desk.accepted(RecordingStore.aMessage(++brokerIds, anId(true))
                        .with("sealpost_run", RUN)
                        .with("sealpost_sequence", Long.toString(sequence)))
                .getFirst();
    }

    private static String id(InFlight delivery) {
        return delivery.delivery().event().id().value();
    }

    private List<String> found() {
        return findings.list(Optional.empty(), new PageRequest(50, true, Optional.empty(), false)).items().stream()
                .map(kept -> kept.finding())
                .map(finding -> finding.kind().word()
                        + finding.subject().event().map(event -> " " + event).orElse("")
                        + finding.subject()
                                .sequences()
                                .map(range -> " " + range.first() + "-" + range.last())
                                .orElse(""))
                .toList();
    }

    private List<String> checkedLater() {
        pass(Duration.ofMinutes(20));
        reconciler.check();
        return found();
    }

    private void lose(String statement) {
        assertThat(desk.<Integer>change(sql -> sql.sql(statement).update()))
                .as(statement)
                .isEqualTo(1);
    }

    /** One of each kind, so that what is not missing is there to be mistaken. */
    void aNormalDay(boolean timed) throws Exception {
        desk.settle(accepted(timed), RecordingStore.succeeded());
        desk.settle(accepted(timed), RecordingStore.retriedAt(FAR_AWAY));
        desk.settle(
                accepted(timed),
                RecordingStore.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")));
        desk.settle(accepted(timed), new Result.Cancelled("destination deleted"));
        desk.settle(accepted(timed), new Result.Deferred("busy", FAR_AWAY));
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
        desk.settle(delivery, RecordingStore.succeeded());
        lose("DELETE FROM attempt WHERE event_id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactly("delivery-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesADeliveryWhoseWaitingRowIsGone(boolean timed) throws Exception {
        aNormalDay(timed);
        InFlight delivery = accepted(timed);
        desk.settle(delivery, RecordingStore.retriedAt(FAR_AWAY));
        lose("DELETE FROM due_delivery WHERE event_id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactlyInAnyOrder("unbalanced", "delivery-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void namesADeadLetterThatIsGone(boolean timed) throws Exception {
        aNormalDay(timed);
        InFlight delivery = accepted(timed);
        desk.settle(delivery, RecordingStore.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")));
        lose("DELETE FROM ended_delivery WHERE event_id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactly("delivery-missing " + id(delivery));
    }

    @Test
    void namesAnEventOfWhichOnlyAnAttemptIsLeft() throws Exception {
        aNormalDay(true);
        InFlight delivery = accepted(true);
        desk.settle(delivery, RecordingStore.succeeded());
        lose("DELETE FROM event WHERE id = '" + id(delivery) + "'");

        assertThat(checkedLater()).containsExactly("event-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void searchesEverythingWhenTheSumsAreOffLongAfter(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, RecordingStore.retriedAt(FAR_AWAY));
        assertThat(checkedLater()).isEmpty();
        pass(Duration.ofDays(2));
        lose("DELETE FROM due_delivery");

        assertThat(checkedLater()).containsExactlyInAnyOrder("unbalanced", "delivery-missing " + id(delivery));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void findsOnceAWeekWhatDisappearedLongAfter(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, RecordingStore.succeeded());
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
        way.inFlight.put(RecordingStore.SHOP, 2L);
        pass(Duration.ofMinutes(9));

        reconciler.check();

        assertThat(found()).isEmpty();
    }

    @Test
    void namesWhatIsFoundOnce() throws Exception {
        InFlight delivery = accepted(true);
        desk.settle(delivery, RecordingStore.retriedAt(FAR_AWAY));
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
        desk.settle(delivery, RecordingStore.retriedAt(FAR_AWAY));
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
        desk.settle(delivery, RecordingStore.retriedAt(FAR_AWAY));
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
        desk.settle(numbered(1), RecordingStore.succeeded());
        desk.settle(numbered(3), RecordingStore.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(3);
        assertThat(checkedLater()).containsExactly("sequence-missing 2-2");

        desk.settle(numbered(2), RecordingStore.succeeded());
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
            desk.settle(numbered(number), RecordingStore.succeeded());
        }
        pass(Duration.ofMinutes(1));
        hadComeTo(7);

        assertThat(checkedLater()).containsExactlyInAnyOrder("sequence-missing 3-4", "sequence-missing 6-6");

        assertThat(desk.count("producer_floor")).as("what is left to look for").isEqualTo(1);
    }

    @Test
    void missesNoNumberThatCameToNothingOrRepeatedAnEvent() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        InFlight first = numbered(1);
        desk.settle(first, RecordingStore.succeeded());
        desk.arrives(RecordingStore.aMessage(++brokerIds, id(first))
                .with("sealpost_run", RUN)
                .with("sealpost_sequence", "2"));
        desk.change(sql -> SequenceNotes.note(sql, RUN, new Range(3, 4), SequenceNotes.UNSENT, desk.clock.instant()));
        desk.settle(numbered(5), RecordingStore.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(5);

        assertThat(checkedLater()).isEmpty();

        assertThat(desk.count("sequence_note")).isZero();
    }

    @Test
    void missesNoNumberThatMayStillWaitInTheBroker() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        desk.settle(numbered(1), RecordingStore.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(2);
        way.waiting = 1;
        assertThat(checkedLater()).isEmpty();
        way.waiting = 0;

        assertThat(checkedLater()).containsExactly("sequence-missing 2-2");
    }

    @Test
    void takesANumberAsArrivedThatCameLate() throws Exception {
        hadComeTo(0);
        pass(Duration.ofSeconds(1));
        String id = anId(true);
        desk.settle(numbered(1), RecordingStore.succeeded());
        pass(Duration.ofMinutes(1));
        hadComeTo(2);
        way.waiting = 1;
        checkedLater();
        FakeMessage late = RecordingStore.aMessage(++brokerIds, id)
                .with("sealpost_run", RUN)
                .with("sealpost_sequence", "2");
        desk.settle(desk.accepted(late).getFirst(), RecordingStore.succeeded());
        way.waiting = 0;

        assertThat(checkedLater()).isEmpty();
    }

    @Test
    void removesOldEventsWithEverythingOfTheirs() throws Exception {
        for (boolean timed : new boolean[] {true, false}) {
            for (int i = 0; i < 30; i++) {
                desk.settle(accepted(timed), RecordingStore.succeeded());
            }
        }
        ageAttempts();
        pass(Duration.ofDays(91));
        InFlight young = accepted(true);
        desk.settle(young, RecordingStore.succeeded());

        retention.clean();

        assertThat(desk.count("event")).isEqualTo(1);
        assertThat(desk.count("attempt")).isEqualTo(1);
        assertThat(desk.counts().delivered()).isEqualTo(61);
        assertThat(checkedLater()).isEmpty();
    }

    /** The desk makes every attempt in 1970. */
    private void ageAttempts() {
        desk.change(sql -> sql.sql("UPDATE attempt SET started_at = ?")
                .param(desk.clock.instant().toEpochMilli())
                .update());
    }

    @Test
    void neverRemovesWhatIsPendingOrDeadForAShorterTime() throws Exception {
        aNormalDay(true);
        aNormalDay(false);
        ageAttempts();
        pass(Duration.ofDays(91));

        retention.clean();

        Map<Boolean, Long> payloads = desk
                .reads
                .sql("SELECT payload_removed_at IS NULL AS kept FROM event")
                .query((row, number) -> row.getBoolean("kept"))
                .list()
                .stream()
                .collect(Collectors.groupingBy(kept -> kept, Collectors.counting()));
        assertThat(payloads).as("pending and dead, with payload").isEqualTo(Map.of(true, 6L));
        assertThat(desk.count("due_delivery")).isEqualTo(4);
        assertThat(desk.count("ended_delivery WHERE ending = 'dead'")).isEqualTo(2);
        pass(Duration.ofDays(30));
        retention.clean();
        assertThat(desk.count("ended_delivery")).isZero();
        assertThat(desk.count("event")).as("pending").isEqualTo(4);
        assertThat(checkedLater()).isEmpty();
    }

    @Test
    void keepsAnOldEventWhoseLastAttemptIsYoung() throws Exception {
        InFlight delivery = accepted(true);
        pass(Duration.ofDays(60));
        desk.settle(delivery, RecordingStore.succeeded());
        ageAttempts();
        pass(Duration.ofDays(31));

        retention.clean();

        assertThat(desk.count("event")).isEqualTo(1);
        assertThat(desk.count("attempt")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void emptiesPayloadsAndStillKnowsTheEvent(boolean timed) throws Exception {
        InFlight delivery = accepted(timed);
        desk.settle(delivery, RecordingStore.succeeded());
        ageAttempts();
        pass(Duration.ofDays(31));

        retention.clean();

        Event kept = new EventStore(desk.reads)
                .find(RecordingStore.SHOP, delivery.delivery().event().id())
                .orElseThrow();
        assertThat(kept.content().isRemoved()).isTrue();
        assertThat(desk.number("SELECT length(payload) FROM event")).isZero();
        assertThat(desk.count("attempt")).isEqualTo(1);
        assertThat(desk.arrives(
                        RecordingStore.aMessage(++brokerIds, id(delivery)).withBody("{\"other\":1}")))
                .isInstanceOf(RecordingStore.Arrived.Repeated.class);
        assertThat(desk.counts().duplicates()).isEqualTo(1);
        assertThat(desk.counts().conflicts()).as("nobody can tell").isZero();
        assertThat(checkedLater()).isEmpty();
    }

    private InFlight keptFor(int days) throws Exception {
        return desk.accepted(RecordingStore.aMessage(++brokerIds, anId(true))
                        .with(
                                "sealpost_time",
                                Long.toString(desk.clock.instant().toEpochMilli()))
                        .with("sealpost_payload_retention_period", Integer.toString(days)))
                .getFirst();
    }

    private List<String> payloadsAfter(int days) {
        pass(Duration.ofDays(days));
        retention.clean();
        return desk.reads
                .sql("SELECT id FROM event WHERE payload_removed_at IS NULL ORDER BY id")
                .query(String.class)
                .list();
    }

    @Test
    void keepsAPayloadForAsLongAsItsProducerSays() throws Exception {
        InFlight shorter = keptFor(5);
        InFlight plain = accepted(true);
        InFlight longer = keptFor(60);
        InFlight pending = keptFor(5);
        for (InFlight each : List.of(shorter, plain, longer)) {
            desk.settle(each, RecordingStore.succeeded());
        }
        desk.settle(pending, RecordingStore.retriedAt(FAR_AWAY));
        ageAttempts();

        assertThat(payloadsAfter(4)).contains(id(shorter), id(plain), id(longer), id(pending));
        assertThat(payloadsAfter(2)).containsExactlyInAnyOrder(id(plain), id(longer), id(pending));
        assertThat(payloadsAfter(25)).containsExactlyInAnyOrder(id(longer), id(pending));
        assertThat(payloadsAfter(30)).containsExactly(id(pending));
        assertThat(desk.count("payload_period")).as("of what is pending").isEqualTo(1);
        assertThat(payloadsAfter(30)).containsExactly(id(pending));
        assertThat(desk.count("event"))
                .as("the event itself goes with its attempts")
                .isEqualTo(1);
    }

    @Test
    void saysHowLateTheCleanUpsAreUntilOneComesToItsEnd() {
        retention.clean();
        pass(Duration.ofHours(2));
        assertThat(retention.late()).isZero();
        pass(Duration.ofMinutes(30));
        assertThat(retention.late()).isEqualTo(Duration.ofMinutes(30));

        retention.clean();

        assertThat(retention.late()).isZero();
    }

    @Test
    void addsOldDaysUpByMonth() throws Exception {
        for (int day = 0; day < 70; day++) {
            desk.settle(accepted(true), RecordingStore.succeeded());
            pass(Duration.ofDays(1));
        }
        RecordingStore.Counts before = desk.counts();

        retention.clean();
        retention.clean();

        assertThat(desk.counts()).isEqualTo(before);
        assertThat(desk.count("ledger WHERE node = ''")).as("January").isEqualTo(1);
        assertThat(desk.count("ledger")).isEqualTo(61);
    }
}
