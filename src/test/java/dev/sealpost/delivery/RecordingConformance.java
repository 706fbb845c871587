package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.Turn;
import dev.sealpost.delivery.RecordingDesk.Arrived.Accepted;
import dev.sealpost.delivery.RecordingDesk.Arrived.Parked;
import dev.sealpost.delivery.RecordingDesk.Arrived.Repeated;
import dev.sealpost.delivery.RecordingDesk.Page;
import dev.sealpost.endpoint.DisableReason;
import dev.sealpost.endpoint.EndpointEvent;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.endpoint.EndpointStanding;
import dev.sealpost.event.Content;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recorder promises on every database. */
abstract class RecordingConformance {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant FAR_AWAY = Instant.parse("2100-01-01T00:00:00Z");

    Path folder;
    RecordingDesk desk;

    /** A new, empty database with the schema in it. */
    abstract Database database(Path directory) throws Exception;

    /** Text that the database refuses in a row, after whatever it takes to make it so. */
    abstract String refusedText();

    @BeforeEach
    void open(@TempDir Path directory) throws Exception {
        folder = directory;
        Database database = database(folder);
        desk = new RecordingDesk(database, database, folder.resolve("data"));
        desk.anApplication();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
    }

    private DestinationId started(String endpoint) {
        DestinationId id = desk.anEndpoint(endpoint);
        desk.start();
        return id;
    }

    @Test
    void acceptsAnEventOnceAndSaysToWhomItIsOwed() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        DestinationId b = started("b");
        FakeMessage message = RecordingDesk.aMessage(7, "event-1").withBody("{\"n\":1.10}");

        Accepted accepted = (Accepted) desk.arrives(message);

        assertThat(accepted.destinations()).containsExactlyInAnyOrder(a, b);
        assertThat(new String(accepted.event().payload().bytes(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"n\":1.10}");
        assertThat(message.acknowledged()).isZero();
        assertThat(desk.count("event WHERE id = 'event-1' AND broker_message_id = 7"))
                .isEqualTo(1);
        assertThat(desk.count("due_delivery") + desk.count("attempt")).isZero();
        assertThat(desk.counts().matched()).isEqualTo(1);
        assertThat(desk.counts().owed()).isEqualTo(2);
    }

    @Test
    void keepsAnEventThatNobodyWants() throws Exception {
        desk.start();

        Accepted accepted = (Accepted) desk.arrives(RecordingDesk.aMessage(7, "event-1"));

        assertThat(accepted.destinations()).isEmpty();
        assertThat(desk.counts().unmatched()).isEqualTo(1);
        assertThat(desk.counts().owed()).isZero();
        desk.assertBalanced();
    }

    @Test
    void goesOnWithWhatIsMissingWhenTheBrokerGivesAMessageOutAgain() throws Exception {
        desk.anEndpoint("a");
        desk.anEndpoint("b");
        desk.anEndpoint("c");
        started("d");
        List<InFlight> deliveries = desk.accepted(7, "event-1");
        desk.settle(deliveries.get(0), RecordingDesk.succeeded());
        desk.settle(deliveries.get(1), RecordingDesk.retriedAt(FAR_AWAY));
        desk.settle(deliveries.get(2), new Result.Cancelled("destination deleted"));

        Accepted again = (Accepted) desk.arrives(RecordingDesk.aMessage(7, "event-1"));

        assertThat(again.destinations())
                .containsExactly(deliveries.get(3).delivery().destination());
        assertThat(desk.counts().owed()).isEqualTo(4);
        assertThat(desk.counts().duplicates()).isZero();
        desk.settle(deliveries.get(3), RecordingDesk.succeeded());
        desk.assertBalanced();
    }

    @Test
    void owesARedeliveredEventToThoseOfItsFirstAcceptanceOnly() throws Exception {
        DestinationId a = started("a");
        desk.arrives(RecordingDesk.aMessage(7, "event-1"));
        desk.anEndpoint("later");

        Accepted again = (Accepted) desk.arrives(RecordingDesk.aMessage(7, "event-1"));

        assertThat(again.destinations()).containsExactly(a);
        assertThat(desk.counts().owed()).isEqualTo(1);
    }

    @Test
    void countsAProducersDuplicate() throws Exception {
        started("a");
        desk.arrives(RecordingDesk.aMessage(7, "event-1"));

        assertThat(desk.arrives(RecordingDesk.aMessage(8, "event-1"))).isEqualTo(new Repeated(8));

        assertThat(desk.counts().duplicates()).isEqualTo(1);
        assertThat(desk.counts().conflicts()).isZero();
        assertThat(desk.counts().owed()).isEqualTo(1);
        assertThat(desk.count("event")).isEqualTo(1);
    }

    @Test
    void countsADuplicateWithAnotherBodyAsAConflictAndKeepsTheFirst() throws Exception {
        started("a");
        desk.arrives(RecordingDesk.aMessage(7, "event-1").withBody("{\"n\":1}"));

        assertThat(desk.arrives(RecordingDesk.aMessage(8, "event-1").withBody("{\"n\":2}")))
                .isEqualTo(new Repeated(8));

        assertThat(desk.counts().duplicates()).isEqualTo(1);
        assertThat(desk.counts().conflicts()).isEqualTo(1);
        assertThat(desk.count("event WHERE broker_message_id = 7")).isEqualTo(1);
    }

    @Test
    void seesADuplicateWithinOneBatch() throws Exception {
        desk.anEndpoint("a");
        desk.recorder.submit(desk.arrival(RecordingDesk.aMessage(7, "event-1")));
        desk.recorder.submit(desk.arrival(RecordingDesk.aMessage(8, "event-1")));
        desk.recorder.submit(desk.arrival(RecordingDesk.aMessage(9, "event-2")));

        desk.start();

        assertThat(desk.arrived.next()).isInstanceOf(Accepted.class);
        assertThat(desk.arrived.next()).isEqualTo(new Repeated(8));
        assertThat(desk.arrived.next()).isInstanceOf(Accepted.class);
        assertThat(desk.counts().matched()).isEqualTo(2);
    }

    @Test
    void parksWhatItCannotUnderstandAndRecordsNothingOfIt() throws Exception {
        started("a");
        FakeMessage stranger = RecordingDesk.aMessage(7, "event-1").with(MessageProperties.APPLICATION, "nobody");

        Parked parked = (Parked) desk.arrives(stranger);

        assertThat(parked.reason()).contains("nobody");
        assertThat(desk.count("event") + desk.count("ledger")).isZero();
    }

    @Test
    void understandsAnEventWhoseApplicationWasMadeAfterItWasRead() throws Exception {
        desk.start();
        desk.change(sql -> sql.sql("UPDATE application SET uid = 'shop-2', version = :version")
                .param("version", dev.sealpost.database.Snapshots.nextVersion(sql))
                .update());
        FakeMessage message = RecordingDesk.aMessage(7, "event-1").with(MessageProperties.APPLICATION, "shop-2");

        assertThat(desk.arrives(message)).isInstanceOf(Accepted.class);
    }

    @Test
    void leavesOneEventRowAndOneAttemptRowOfADeliveryThatSucceedsAtOnce() throws Exception {
        started("a");
        InFlight inFlight = desk.accepted(7, "event-1").getFirst();

        desk.settle(inFlight, RecordingDesk.succeeded());

        assertThat(desk.count("event")).isEqualTo(1);
        assertThat(desk.count("attempt")).isEqualTo(1);
        assertThat(desk.count("due_delivery") + desk.count("ended_delivery")).isZero();
        assertThat(desk.row("SELECT outcome, status, reason, response, cycle, number, triggered_by FROM attempt"))
                .containsEntry("outcome", "succeeded")
                .containsEntry("status", 200)
                .containsEntry("reason", null)
                .containsEntry("response", "fine")
                .containsEntry("cycle", 1)
                .containsEntry("number", 1)
                .containsEntry("triggered_by", "scheduled");
        assertThat(desk.counts().delivered()).isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void givesAFailedDeliveryARowAndMovesThatRowAfterTheNextFailure() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(7, "event-1").getFirst();
        desk.settle(inFlight, RecordingDesk.retriedAt(LONG_AGO));
        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 2)
                .containsEntry("due_at", LONG_AGO.toEpochMilli())
                .containsEntry("lease_token", null)
                .containsEntry("reason", "retry");
        desk.assertBalanced();

        InFlight leased = desk.lease(a, 10).taken().getFirst();
        assertThat(leased.delivery().turn()).isEqualTo(new Turn(1, 2, Trigger.SCHEDULED));
        desk.settle(leased, RecordingDesk.retriedAt(FAR_AWAY));

        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 3)
                .containsEntry("due_at", FAR_AWAY.toEpochMilli())
                .containsEntry("lease_token", null)
                .containsEntry("lease_count", 0);
        assertThat(desk.count("attempt")).isEqualTo(2);
        desk.assertBalanced();
    }

    @Test
    void removesTheRowOfARetryThatSucceeds() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(7, "event-1").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();

        desk.settle(leased, RecordingDesk.succeeded());

        assertThat(desk.count("due_delivery")).isZero();
        assertThat(desk.counts().delivered()).isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void giveBackTheWholeEventWithTheLease() throws Exception {
        DestinationId a = started("a");
        InFlight first = desk.accepted(7, "event-1").getFirst();
        desk.settle(first, RecordingDesk.retriedAt(LONG_AGO));

        assertThat(desk.lease(a, 10).taken().getFirst().delivery().event())
                .isEqualTo(first.delivery().event());
    }

    @Test
    void buriesADeliveryWhoseScheduleIsExhausted() throws Exception {
        DestinationId a = started("a");
        Result.Made exhausted = RecordingDesk.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted"));
        desk.settle(desk.accepted(7, "fresh").getFirst(), exhausted);
        desk.settle(desk.accepted(8, "retried").getFirst(), RecordingDesk.retriedAt(LONG_AGO));

        desk.settle(desk.lease(a, 10).taken().getFirst(), exhausted);

        assertThat(desk.count("ended_delivery WHERE ending = 'dead' AND reason = 'exhausted'"))
                .isEqualTo(2);
        assertThat(desk.count("due_delivery")).isZero();
        desk.assertBalanced();
    }

    @Test
    void disablesAnEndpointThatIsGoneForAllThatComesAfterwards() throws Exception {
        started("a");
        long before = version();

        desk.settle(
                desk.accepted(7, "event-1").getFirst(),
                RecordingDesk.made(new AttemptOutcome.Gone(), new NextStep.DisableEndpoint()));

        assertThat(desk.count("endpoint WHERE disabled")).isEqualTo(1);
        assertThat(version()).isGreaterThan(before);
        assertThat(desk.count("endpoint WHERE version = " + version())).isEqualTo(1);
        assertThat(desk.count("ended_delivery WHERE ending = 'dead' AND reason = 'gone'"))
                .isEqualTo(1);
        Accepted next = (Accepted) desk.arrives(RecordingDesk.aMessage(8, "event-2"));
        assertThat(next.destinations()).isEmpty();
        desk.assertBalanced();
    }

    private long version() {
        return desk.number("SELECT version FROM snapshot_version");
    }

    @Test
    void leasesTheOldestRowsThatAreDueAndSaysWhenTheNextOneIs() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "third").getFirst(), RecordingDesk.retriedAt(LONG_AGO.plusSeconds(3)));
        desk.settle(desk.accepted(2, "first").getFirst(), RecordingDesk.retriedAt(LONG_AGO.plusSeconds(1)));
        desk.settle(desk.accepted(3, "second").getFirst(), RecordingDesk.retriedAt(LONG_AGO.plusSeconds(2)));
        desk.settle(desk.accepted(4, "future").getFirst(), RecordingDesk.retriedAt(FAR_AWAY));

        Page page = desk.lease(a, 2);

        assertThat(page.taken())
                .extracting(inFlight -> inFlight.delivery().event().id().value())
                .containsExactly("first", "second");
        assertThat(page.nextDue()).hasValue(LONG_AGO.plusSeconds(3).toEpochMilli());
        Lease lease = page.taken().getFirst().lease().orElseThrow();
        assertThat(desk.row("SELECT * FROM due_delivery WHERE event_id = 'first'"))
                .containsEntry("lease_token", "node_1/" + lease.token())
                .containsEntry("lease_count", 1);
        assertThat(lease.length()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Instant.ofEpochMilli(desk.number("SELECT due_at FROM due_delivery WHERE event_id = 'first'")))
                .isBetween(Instant.now().plusSeconds(25), Instant.now().plusSeconds(35));
        assertThat(page.taken().get(1).lease().orElseThrow().token()).isNotEqualTo(lease.token());

        assertThat(desk.lease(a, 10).taken())
                .extracting(inFlight -> inFlight.delivery().event().id().value())
                .containsExactly("third");
        assertThat(desk.lease(a, 10).taken()).isEmpty();
    }

    @Test
    void leasesNothingOfOthers() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(LONG_AGO));

        Page page = desk.lease(new DestinationId("ep_other"), 10);

        assertThat(page.taken()).isEmpty();
        assertThat(page.nextDue()).isEqualTo(OptionalLong.empty());
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
    }

    @Test
    void letsALateOutcomeMoveNothing() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        InFlight late = desk.lease(a, 10).taken().getFirst();
        desk.leasesExpire();
        InFlight current = desk.lease(a, 10).taken().getFirst();

        desk.settle(late, RecordingDesk.succeeded());
        desk.settle(late, RecordingDesk.retriedAt(FAR_AWAY));
        desk.settle(late, new Result.PutOff("waited", FAR_AWAY));
        desk.settle(late, new Result.Faulted("bug", FAR_AWAY));
        desk.settle(late, new Result.Cancelled("destination deleted"));

        assertThat(desk.count("attempt")).isEqualTo(1);
        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry(
                        "lease_token", "node_1/" + current.lease().orElseThrow().token())
                .containsEntry("attempt_number", 2)
                .containsEntry("lease_count", 2);
        desk.settle(current, RecordingDesk.succeeded());
        assertThat(desk.counts().delivered()).isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void takesARowThatWasLeasedFiveTimesForPoison() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        for (int lease = 1; lease <= RecordingDesk.LEASE_LIMIT; lease++) {
            assertThat(desk.lease(a, 10).taken()).as("lease %d", lease).hasSize(1);
            desk.leasesExpire();
        }

        assertThat(desk.lease(a, 10).taken()).isEmpty();

        assertThat(desk.count("ended_delivery WHERE ending = 'dead' AND reason = 'poison'"))
                .isEqualTo(1);
        assertThat(desk.count("due_delivery")).isZero();
        desk.assertBalanced();
    }

    @Test
    void remembersHowOftenARowWasLeasedOverARestart() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        desk.lease(a, 10);

        assertThat(desk.recorder.write(DueRows::endAllLeases)).isEqualTo(1);

        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("lease_token", null)
                .containsEntry("lease_count", 1);
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
    }

    @Test
    void freesTheLeasesOfOneNodeAndOfNoOther() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();

        assertThat(freed("node_")).isZero();
        assertThat(freed("node_10")).isZero();
        assertThat(freed("node_1")).isEqualTo(1);

        // The node was frozen, not dead: its late result moves nothing.
        desk.settle(leased, RecordingDesk.succeeded());
        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 2)
                .containsEntry("lease_count", 1);
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
        desk.assertBalanced();
    }

    private int freed(String node) {
        return desk.recorder.write(sql -> DueRows.endLeases(sql, node));
    }

    /** The connection to the broker ended while an event was in flight, so that it was given out again elsewhere. */
    @Test
    void leavesNoRowBehindWhenTheRepeatOfADeliveredOneFailsSlowly() throws Exception {
        DestinationId a = started("a");
        FakeMessage message = RecordingDesk.aMessage(1, "event-1");
        Accepted first = (Accepted) desk.arrives(message);
        Accepted second = (Accepted) desk.arrives(message);
        InFlight delivered = InFlight.fresh(new Delivery(first.event(), a, Turn.FIRST), new EventHold(message, 1));
        InFlight repeated = InFlight.fresh(new Delivery(second.event(), a, Turn.FIRST), new EventHold(message, 1));
        desk.settle(delivered, RecordingDesk.succeeded());
        repeated.giveLease(
                Lease.take(Duration.ofSeconds(15), Instant.now(), 0),
                () -> desk.recorder.submit(
                        new LeasedRow(repeated, repeated.lease().orElseThrow())));

        desk.settle(repeated, RecordingDesk.retriedAt(LONG_AGO));

        assertThat(desk.count("due_delivery")).isZero();
        assertThat(desk.counts().delivered()).isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void countsOurOwnFaultsAndParksTheDeliveryAfterTheTenth() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        for (int fault = 1; fault < RecordingDesk.FAULT_LIMIT; fault++) {
            desk.settle(inFlight, new Result.Faulted("our bug", LONG_AGO));
            assertThat(desk.row("SELECT * FROM due_delivery"))
                    .containsEntry("fault_count", fault)
                    .containsEntry("attempt_number", 1)
                    .containsEntry("reason", "fault: our bug");
            inFlight = desk.lease(a, 10).taken().getFirst();
        }

        desk.settle(inFlight, new Result.Faulted("our bug", LONG_AGO));

        assertThat(desk.count("attempt")).isZero();
        assertThat(desk.count("ended_delivery WHERE ending = 'dead' AND reason = 'parked: our bug'"))
                .isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void waitsLongerAfterEachFault() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        List<Long> waits = new ArrayList<>();
        for (int fault = 1; fault < RecordingDesk.FAULT_LIMIT; fault++) {
            desk.settle(inFlight, new Result.Faulted("our bug", LONG_AGO));
            waits.add(desk.number("SELECT due_at FROM due_delivery") - LONG_AGO.toEpochMilli());
            inFlight = desk.lease(a, 10).taken().getFirst();
        }

        assertThat(waits).isSorted().doesNotContain(0L).first().isEqualTo(1_000L);
        assertThat(waits.getLast()).isLessThanOrEqualTo(Duration.ofMinutes(5).toMillis());
    }

    @Test
    void putsOffWithoutCountingAnything() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.PutOff("in-flight-cap", LONG_AGO));
        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 1)
                .containsEntry("reason", "in-flight-cap")
                .containsEntry("due_at", LONG_AGO.toEpochMilli());

        InFlight leased = desk.lease(a, 10).taken().getFirst();
        desk.settle(leased, new Result.PutOff("disabled", FAR_AWAY));

        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 1)
                .containsEntry("reason", "disabled")
                .containsEntry("due_at", FAR_AWAY.toEpochMilli())
                .containsEntry("lease_token", null)
                .containsEntry("lease_count", 0);
        assertThat(desk.count("attempt")).isZero();
        desk.assertBalanced();
    }

    @Test
    void keepsTheFaultsOfADeliveryThatIsPutOff() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.Faulted("our bug", LONG_AGO));
        desk.settle(desk.lease(a, 10).taken().getFirst(), new Result.PutOff("node-busy", LONG_AGO));

        assertThat(desk.row("SELECT * FROM due_delivery")).containsEntry("fault_count", 1);
    }

    /** In flight, at the next look of the scheduler, and by the sweep: each counts once, and the balance holds. */
    @Test
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

    @Test
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

    @Test
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

    @Test
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

    @Test
    void remembersTheLastTurnThatAThrottleGaveInAnEarlierRun() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), new Result.PutOff("throttled", FAR_AWAY.minusSeconds(9)));
        desk.settle(desk.accepted(2, "event-2").getFirst(), new Result.PutOff("throttled", FAR_AWAY.minusSeconds(8)));
        desk.settle(desk.accepted(3, "event-3").getFirst(), RecordingDesk.retriedAt(FAR_AWAY));
        Backlog backlog = new Backlog(java.time.Clock.systemUTC());

        backlog.learnTurns(desk.reads());

        assertThat(backlog.lastTurn(a)).isEqualTo(FAR_AWAY.minusSeconds(8));
        assertThat(backlog.lastTurn(new DestinationId("ep_other"))).isEqualTo(Instant.EPOCH);
    }

    @Test
    void cancelsWhatIsOwedToADestinationThatIsGone() throws Exception {
        DestinationId a = started("a");
        InFlight fresh = desk.accepted(1, "fresh").getFirst();
        InFlight failing = desk.accepted(2, "failing").getFirst();
        desk.settle(desk.accepted(3, "waiting").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(4, "retried").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        List<InFlight> leased = desk.lease(a, 10).taken();
        desk.gone.add(a);

        desk.settle(fresh, new Result.Cancelled("destination deleted"));
        desk.settle(failing, RecordingDesk.retriedAt(FAR_AWAY));
        desk.settle(leased.get(0), new Result.Cancelled("destination deleted"));
        desk.settle(leased.get(1), RecordingDesk.retriedAt(FAR_AWAY));

        assertThat(desk.count("ended_delivery WHERE ending = 'cancelled'")).isEqualTo(4);
        assertThat(desk.count("due_delivery")).isZero();
        desk.assertBalanced();
    }

    @Test
    void givesASlowDeliveryARowThatItsOutcomeRemoves() throws Exception {
        started("a");
        InFlight slow = desk.accepted(1, "event-1").getFirst();
        CompletableFuture<InFlight> settled = new CompletableFuture<>();
        slow.giveLease(
                Lease.take(Duration.ofSeconds(15), Instant.now(), 0),
                () -> desk.recorder.submit(new LeasedRow(slow, slow.lease().orElseThrow())));
        // The recorder is behind: the outcome is in the same batch as the row.
        slow.finish(() -> desk.recorder.submit(new Settlement(
                slow, RecordingDesk.succeeded(), done -> settled.complete(done.inFlight()), given -> {})));

        settled.get(20, TimeUnit.SECONDS);

        assertThat(desk.count("due_delivery")).isZero();
        assertThat(desk.count("attempt")).isEqualTo(1);
        assertThat(desk.counts().delivered()).isEqualTo(1);
        desk.assertBalanced();
    }

    @Test
    void acknowledgesTheEventOfASlowDeliveryOnceItsRowIsThere() throws Exception {
        DestinationId a = started("a");
        FakeMessage message = RecordingDesk.aMessage(1, "event-1");
        Accepted accepted = (Accepted) desk.arrives(message);
        InFlight slow = InFlight.fresh(new Delivery(accepted.event(), a, Turn.FIRST), new EventHold(message, 1));
        slow.giveLease(
                Lease.take(Duration.ofSeconds(15), Instant.now(), 0),
                () -> desk.recorder.submit(new LeasedRow(slow, slow.lease().orElseThrow())));
        desk.recorder.write(sql -> 0);
        desk.recorder.write(sql -> 0);

        assertThat(desk.count("due_delivery WHERE reason = 'slow' AND lease_count = 1"))
                .isEqualTo(1);
        assertThat(message.acknowledged()).isEqualTo(1);

        desk.settle(slow, RecordingDesk.retriedAt(FAR_AWAY));
        assertThat(desk.row("SELECT * FROM due_delivery")).containsEntry("attempt_number", 2);
        desk.assertBalanced();
    }

    @Test
    void givesAnEventToAnEndpointThatWasCommittedBefore() throws Exception {
        DestinationId old = started("old");
        assertThat(((Accepted) desk.arrives(RecordingDesk.aMessage(1, "event-1"))).destinations())
                .containsExactly(old);

        DestinationId added = desk.anEndpoint("added");

        assertThat(((Accepted) desk.arrives(RecordingDesk.aMessage(2, "event-2"))).destinations())
                .containsExactlyInAnyOrder(old, added);
    }

    @Test
    void seesItsOwnWritesAtOnce() throws Exception {
        desk.start();
        desk.recorder.write(sql -> sql.sql("UPDATE application SET uid = 'renamed', version = :version")
                .param("version", dev.sealpost.database.Snapshots.nextVersion(sql))
                .update());

        assertThat(desk.arrival(RecordingDesk.aMessage(1, "event-1").with(MessageProperties.APPLICATION, "renamed"))
                        .reading())
                .isInstanceOf(dev.sealpost.event.Reading.Understood.class);
    }

    private static final Instant DAY_0 = Instant.parse("2026-01-02T03:04:05Z");
    private static final EndpointId A = new EndpointId("ep_a");

    /** The next event fails, or is delivered, on this day. */
    private void onDay(double day, AttemptOutcome outcome) throws Exception {
        Instant now = DAY_0.plus(Duration.ofMinutes(Math.round(day * 24 * 60)));
        desk.clock.set(now);
        InFlight inFlight = desk.accepted(1_000 + events, "event-" + events++).getFirst();
        NextStep next =
                outcome instanceof AttemptOutcome.Succeeded ? new NextStep.Settle() : new NextStep.Exhaust("exhausted");
        desk.settle(inFlight, new Result.Made(new Attempted(outcome, next, Answer.NONE, now, Duration.ZERO)));
    }

    private int events;

    @Test
    void warnsOfAndDisablesAnEndpointThatHasNothingButFailures() throws Exception {
        started("a");
        AttemptOutcome failure = new AttemptOutcome.Rejected(500);

        onDay(0, failure);
        onDay(1, failure);
        onDay(2.4, failure);
        List<Object> before = List.copyOf(desk.told);
        onDay(2.6, failure);
        onDay(3, failure);
        onDay(4.9, failure);
        List<Object> warned = List.copyOf(desk.told);
        onDay(5, failure);

        assertThat(before).isEmpty();
        assertThat(warned)
                .containsExactly(
                        new EndpointEvent.FailingWarning(A, RecordingDesk.SHOP, DAY_0, DAY_0.plus(Duration.ofDays(5))));
        assertThat(desk.told)
                .hasSize(2)
                .last()
                .isEqualTo(new EndpointEvent.Disabled(A, RecordingDesk.SHOP, DisableReason.FAILING));
        assertThat(desk.count("endpoint WHERE id = 'ep_a' AND disabled AND disabled_reason = 'failing'"))
                .isEqualTo(1);
        assertThat(desk.count("failing_endpoint")).isZero();
        desk.assertBalanced();
    }

    @Test
    void beginsToCountAnewAfterASuccess() throws Exception {
        started("a");
        AttemptOutcome failure = new AttemptOutcome.TimedOut();

        onDay(0, failure);
        onDay(3, failure);
        long whileFailing = desk.count("failing_endpoint WHERE warned");
        onDay(3.5, new AttemptOutcome.Succeeded());
        long whileWell = desk.count("failing_endpoint");
        onDay(4, failure);
        onDay(8.9, failure);
        long disabled = desk.count("endpoint WHERE disabled");
        onDay(9, failure);

        assertThat(whileFailing).isEqualTo(1);
        assertThat(whileWell).isZero();
        assertThat(disabled).isZero();
        assertThat(desk.count("endpoint WHERE disabled")).isEqualTo(1);
    }

    @Test
    void writesNothingAboutEndpointsThatAreWell() throws Exception {
        started("a");

        onDay(0, new AttemptOutcome.Succeeded());
        onDay(1, new AttemptOutcome.Succeeded());

        assertThat(desk.count("failing_endpoint")).isZero();
        assertThat(desk.told).isEmpty();
    }

    @Test
    void remembersOverARestartSinceWhenAnEndpointFails() throws Exception {
        started("a");
        onDay(0, new AttemptOutcome.Rejected(500));
        onDay(3, new AttemptOutcome.Rejected(500));
        Database database = desk.database;
        desk.close();

        desk = new RecordingDesk(database, database, folder.resolve("again"));
        desk.start();
        onDay(5.1, new AttemptOutcome.Rejected(500));

        assertThat(desk.told).containsExactly(new EndpointEvent.Disabled(A, RecordingDesk.SHOP, DisableReason.FAILING));
    }

    @Test
    void leavesAnEndpointAloneThatAnotherNodeHadASuccessWith() throws Exception {
        started("a");
        onDay(0, new AttemptOutcome.Rejected(500));
        desk.change(sql -> {
            EndpointStanding.forget(sql, A);
            return 0;
        });

        onDay(6, new AttemptOutcome.Rejected(500));
        onDay(7, new AttemptOutcome.Rejected(500));

        assertThat(desk.count("endpoint WHERE disabled")).isZero();
        assertThat(EndpointStanding.failing(desk.client()).get(A))
                .isEqualTo(new EndpointStanding.Failing(DAY_0.plus(Duration.ofDays(6)), false));
    }

    @Test
    void writesTheFirstFailureAgainWhenItsTransactionFailed() throws Exception {
        RecordStanding standing = new RecordStanding(id -> Duration.ofDays(5), desk.told::add);
        Delivery delivery = new Delivery(anEvent(), new DestinationId("ep_a"), Turn.FIRST);
        Attempted failed = new Attempted(
                new AttemptOutcome.TimedOut(),
                new NextStep.Exhaust("exhausted"),
                Answer.NONE,
                DAY_0,
                Duration.ofSeconds(1));

        try (WriterSession session = desk.database.openWriter()) {
            standing.begin(session, DAY_0);
            standing.follow(delivery, failed);
            standing.write(session);
            session.rollback();
            standing.begin(session, DAY_0.plusSeconds(1));
            standing.follow(delivery, failed);
            standing.write(session);
            session.commit();
            standing.committed();
        }

        assertThat(EndpointStanding.failing(desk.client())).containsOnlyKeys(A);
        desk.start();
    }

    private static Event anEvent() {
        return new Event(
                new EventId("event-1"),
                RecordingDesk.SHOP,
                DAY_0,
                Labels.of(new EventType("order.created")),
                Content.json(new byte[] {'1'}));
    }

    @Test
    void tellsOfAnEndpointThatIsGone() throws Exception {
        started("a");
        onDay(0, new AttemptOutcome.Rejected(500));
        InFlight inFlight = desk.accepted(7, "event-gone").getFirst();

        desk.settle(inFlight, RecordingDesk.made(new AttemptOutcome.Gone(), new NextStep.DisableEndpoint()));

        assertThat(desk.told).containsExactly(new EndpointEvent.Disabled(A, RecordingDesk.SHOP, DisableReason.GONE));
        assertThat(desk.count("endpoint WHERE disabled AND disabled_reason = 'gone'"))
                .isEqualTo(1);
        assertThat(desk.count("failing_endpoint")).isZero();
    }

    @Test
    void findsTheOneBadOutcomeOfABatchAndRecordsAllOthersWhole() throws Exception {
        String refused = refusedText();
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
                            : RecordingDesk.succeeded());
        }
        last.get(20, TimeUnit.SECONDS);
        desk.recorder.write(sql -> 0);

        assertThat(desk.count("attempt WHERE outcome = 'succeeded'")).isEqualTo(9);
        assertThat(desk.count("attempt WHERE response = 'fine'")).isEqualTo(8);
        assertThat(desk.count("attempt WHERE event_id = 'event-5' AND response IS NULL"))
                .isEqualTo(1);
        assertThat(desk.counts().delivered()).isEqualTo(9);
        desk.assertBalanced();
    }

    @Test
    void countsAnOutcomeThatCannotBeRecordedAtAllAsOurOwnFault() throws Exception {
        String refused = refusedText();
        started("a");

        desk.settle(
                desk.accepted(1, "event-1").getFirst(),
                RecordingDesk.made(new AttemptOutcome.Failed(refused, true), new NextStep.Exhaust(refused)));

        assertThat(desk.count("attempt")).isZero();
        assertThat(desk.row("SELECT * FROM due_delivery"))
                .containsEntry("reason", "fault: cannot be recorded")
                .containsEntry("fault_count", 1);
        desk.assertBalanced();
    }

    @Test
    void findsTheOneBadEventOfABatchAndParksIt() throws Exception {
        String refused = refusedText();
        desk.anEndpoint("a");
        for (int i = 0; i < 9; i++) {
            FakeMessage message = RecordingDesk.aMessage(i, "event-" + i);
            desk.recorder.submit(desk.arrival(
                    i == 4
                            ? message.with(MessageProperties.TAGS, refused).with(MessageProperties.UID, refused)
                            : message));
        }

        desk.start();

        List<RecordingDesk.Arrived.What> said = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            said.add(desk.arrived.next());
        }
        assertThat(said).filteredOn(Parked.class::isInstance).singleElement().satisfies(parked -> {
            assertThat(((Parked) parked).messageId()).isEqualTo(4);
            assertThat(((Parked) parked).reason()).startsWith("the database does not take it: ");
        });
        assertThat(desk.count("event")).isEqualTo(8);
        assertThat(desk.counts().matched()).isEqualTo(8);
        assertThat(desk.counts().owed()).isEqualTo(8);
    }

    @Test
    void storesHalfASurrogatePairRatherThanStumblingOverIt() throws Exception {
        started("a");

        assertThat(desk.arrives(RecordingDesk.aMessage(1, "event-1").with(MessageProperties.UID, "\uD83D")))
                .isInstanceOf(Accepted.class);
        assertThat(desk.recorder.isAvailable()).isTrue();
    }

    /** One whose result nobody got, so that the same batch is executed again, on another connection. */
    @Test
    void countsNothingTwiceWhenTheFateOfACommitIsUnknown() throws Exception {
        DestinationId a = started("a");
        InFlight ok = desk.accepted(1, "ok").getFirst();
        InFlight retried = desk.accepted(2, "retried").getFirst();
        InFlight dead = desk.accepted(3, "dead").getFirst();
        InFlight putOff = desk.accepted(4, "put-off").getFirst();
        InFlight faulted = desk.accepted(5, "faulted").getFirst();
        InFlight cancelled = desk.accepted(6, "cancelled").getFirst();
        desk.settle(desk.accepted(7, "leased-ok").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(8, "leased-retried").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(9, "leased-dead").getFirst(), RecordingDesk.retriedAt(LONG_AGO));
        List<InFlight> leased = desk.lease(a, 10).taken();
        Result.Made exhausted = RecordingDesk.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted"));
        List<Entry> entries = List.of(
                settlement(ok, RecordingDesk.succeeded()),
                settlement(retried, RecordingDesk.retriedAt(FAR_AWAY)),
                settlement(dead, exhausted),
                settlement(putOff, new Result.PutOff("waited", FAR_AWAY)),
                settlement(faulted, new Result.Faulted("bug", FAR_AWAY)),
                settlement(cancelled, new Result.Cancelled("destination deleted")),
                settlement(leased.get(0), exhausted),
                settlement(leased.get(1), RecordingDesk.succeeded()),
                settlement(leased.get(2), RecordingDesk.retriedAt(FAR_AWAY)),
                desk.arrival(RecordingDesk.aMessage(10, "arriving")));

        desk.recorder.close();
        execute(entries);
        RecordingDesk.Counts once = desk.counts();
        List<Long> rows = rows();
        execute(entries);

        assertThat(desk.counts()).isEqualTo(once);
        assertThat(rows()).isEqualTo(rows);
        assertThat(once.delivered()).isEqualTo(2);
        assertThat(once.dead()).isEqualTo(2);
        assertThat(once.owed()).isEqualTo(10);
    }

    private static Settlement settlement(InFlight inFlight, Result result) {
        return new Settlement(inFlight, result, settled -> {}, given -> {});
    }

    private List<Long> rows() {
        return List.of(
                desk.count("event"), desk.count("attempt"), desk.count("due_delivery"), desk.count("ended_delivery"));
    }

    private void execute(List<Entry> entries) throws Exception {
        try (WriterSession session = desk.database.openWriter()) {
            desk.batch.execute(session, entries);
            session.commit();
        }
    }

    @Test
    void undoesAWriteThatThrowsAndNoOther() throws Exception {
        CompletableFuture<Integer> before = later("before", false);
        CompletableFuture<Integer> failing = later("failing", true);
        CompletableFuture<Integer> after = later("after", false);
        // All three wait for the recorder, which takes them as one transaction.
        desk.start();

        assertThat(before.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(after.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("changed my mind");
        assertThat(desk.count("api_token WHERE hash = 'failing'")).isZero();
        assertThat(desk.count("api_token")).isEqualTo(2);
        assertThat(desk.recorder.isAvailable()).isTrue();
    }

    private CompletableFuture<Integer> later(String name, boolean fails) {
        return CompletableFuture.supplyAsync(
                () -> desk.recorder.write(sql -> {
                    int rows = sql.sql(
                                    "INSERT INTO api_token (hash, name, created_at, revoked, version) VALUES (?, 'x', 0, FALSE, 0)")
                            .param(name)
                            .update();
                    if (fails) {
                        throw new IllegalArgumentException("changed my mind");
                    }
                    return rows;
                }),
                task -> Thread.ofVirtual().start(task));
    }

    @Test
    void givesAWriteTheErrorOfItsStatementAndGoesOn() throws Exception {
        desk.start();
        String insert =
                "INSERT INTO api_token (hash, name, created_at, revoked, version) VALUES ('h', 'x', 0, FALSE, 0)";
        desk.recorder.write(sql -> sql.sql(insert).update());

        assertThatThrownBy(() -> desk.recorder.write(sql -> sql.sql(insert).update()))
                .isInstanceOf(org.springframework.dao.DataAccessException.class);

        assertThat(desk.recorder.<Integer>write(sql -> 5)).isEqualTo(5);
    }

    /** Such as one whose secret another node sealed with another key: a batch that cannot be matched is no bad batch. */
    @Test
    void waitsAndParksNothingWhenAnEndpointCannotBeRead() throws Exception {
        started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        try {
            desk.change(sql -> sql.sql("UPDATE endpoint SET secret = :garbage, version = :version")
                    .param("garbage", new byte[] {1, 2, 3})
                    .param("version", dev.sealpost.database.Snapshots.nextVersion(sql))
                    .update());
        } catch (DatabaseUnavailableException e) {
            // Where the recorder itself wrote it, it has seen it already.
        }

        CompletableFuture<InFlight> settled = desk.submit(inFlight, RecordingDesk.succeeded());
        desk.recorder.submit(desk.arrival(RecordingDesk.aMessage(2, "event-2")));

        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !desk.recorder.isAvailable());
        assertThat(desk.arrived.hasSaidNothing()).isTrue();
        assertThat(settled).isNotDone();
    }
}
