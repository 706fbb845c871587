package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.Arrived.Accepted;
import dev.sealpost.delivery.record.RecordingStore.Page;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Rows that are due are given out, each to one node at a time. */
class RecordLeasesTest extends RecordingTestBase {

    @OnDatabase
    void giveBackTheWholeEventWithTheLease() throws Exception {
        DestinationId a = started("a");
        InFlight first = desk.accepted(7, "event-1").getFirst();
        desk.settle(first, SampleResults.retriedAt(LONG_AGO));

        assertThat(desk.lease(a, 10).taken().getFirst().delivery().event())
                .isEqualTo(first.delivery().event());
    }

    @OnDatabase
    void leasesTheOldestRowsThatAreDueAndSaysWhenTheNextOneIs() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "third").getFirst(), SampleResults.retriedAt(LONG_AGO.plusSeconds(3)));
        desk.settle(desk.accepted(2, "first").getFirst(), SampleResults.retriedAt(LONG_AGO.plusSeconds(1)));
        desk.settle(desk.accepted(3, "second").getFirst(), SampleResults.retriedAt(LONG_AGO.plusSeconds(2)));
        desk.settle(desk.accepted(4, "future").getFirst(), SampleResults.retriedAt(FAR_AWAY));

        Page page = desk.lease(a, 2);

        assertThat(page.taken())
                .extracting(inFlight -> inFlight.delivery().event().id().value())
                .containsExactly("first", "second");
        assertThat(page.nextDue()).hasValue(LONG_AGO.plusSeconds(3).toEpochMilli());
        Lease lease = page.taken().getFirst().lease().orElseThrow();
        assertThat(desk.rows.row("SELECT * FROM due_delivery WHERE event_id = 'first'"))
                .containsEntry("lease_token", "node_1/" + lease.token())
                .containsEntry("lease_count", 1);
        assertThat(lease.length()).isEqualTo(Duration.ofSeconds(30));
        assertThat(Instant.ofEpochMilli(desk.rows.number("SELECT due_at FROM due_delivery WHERE event_id = 'first'")))
                .isBetween(Instant.now().plusSeconds(25), Instant.now().plusSeconds(35));
        assertThat(page.taken().get(1).lease().orElseThrow().token()).isNotEqualTo(lease.token());

        assertThat(desk.lease(a, 10).taken())
                .extracting(inFlight -> inFlight.delivery().event().id().value())
                .containsExactly("third");
        assertThat(desk.lease(a, 10).taken()).isEmpty();
    }

    @OnDatabase
    void leasesNothingOfOthers() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));

        Page page = desk.lease(new DestinationId("ep_other"), 10);

        assertThat(page.taken()).isEmpty();
        assertThat(page.nextDue()).isEqualTo(OptionalLong.empty());
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
    }

    @OnDatabase
    void givesNothingOutAgainThatThisNodeIsAt() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        InFlight inFlight = desk.lease(a, 10).taken().getFirst();
        desk.here.add(inFlight.lease().orElseThrow().token());
        desk.leasesExpire();

        assertThat(desk.lease(a, 10).taken()).isEmpty();

        assertThat(Instant.ofEpochMilli(desk.rows.number("SELECT due_at FROM due_delivery")))
                .isBetween(Instant.now().plusSeconds(25), Instant.now().plusSeconds(35));
        desk.settle(inFlight, SampleResults.succeeded());
        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void givesOutAtOnceWhatACommitHadLeasedOfWhichNobodyHeard() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        Entry.LeasePage page = new Entry.LeasePage(new LeaseRequest(a, Duration.ofSeconds(15), 10));
        try (WriterSession session = desk.database.openWriter()) {
            desk.batch.execute(session, List.of(page));
            session.commit();
            // Once more, in vain, so that the next one does not follow the one that was done.
            desk.batch.execute(session, List.of(page));
            session.rollback();
            desk.batch.execute(session, List.of(page));
            session.commit();
        }

        assertThat(page.leased().deliveries())
                .singleElement()
                .satisfies(inFlight -> assertThat(desk.rows.row("SELECT lease_token, lease_count FROM due_delivery"))
                        .containsEntry(
                                "lease_token",
                                "node_1/" + inFlight.lease().orElseThrow().token())
                        .containsEntry("lease_count", 1));
    }

    @OnDatabase
    void letsALateOutcomeMoveNothing() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        InFlight late = desk.lease(a, 10).taken().getFirst();
        desk.leasesExpire();
        InFlight current = desk.lease(a, 10).taken().getFirst();

        desk.settle(late, SampleResults.succeeded());
        desk.settle(late, SampleResults.retriedAt(FAR_AWAY));
        desk.settle(late, new Result.Deferred("waited", FAR_AWAY));
        desk.settle(late, new Result.Faulted("bug", FAR_AWAY));
        desk.settle(late, new Result.Cancelled("destination deleted"));

        assertThat(desk.rows.count("attempt")).isEqualTo(1);
        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry(
                        "lease_token", "node_1/" + current.lease().orElseThrow().token())
                .containsEntry("attempt_number", 2)
                .containsEntry("lease_count", 2);
        desk.settle(current, SampleResults.succeeded());
        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void takesARowThatWasLeasedFiveTimesForPoison() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        for (int lease = 1; lease <= RecordingStore.LEASE_LIMIT; lease++) {
            assertThat(desk.lease(a, 10).taken()).as("lease %d", lease).hasSize(1);
            desk.leasesExpire();
        }

        assertThat(desk.lease(a, 10).taken()).isEmpty();

        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead' AND reason = 'poison'"))
                .isEqualTo(1);
        assertThat(desk.rows.count("due_delivery")).isZero();
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void remembersHowOftenARowWasLeasedOverARestart() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.lease(a, 10);

        assertThat(desk.recorder.write(DueRows::endAllLeases)).isEqualTo(1);

        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("lease_token", null)
                .containsEntry("lease_count", 1);
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
    }

    @OnDatabase
    void givesASlowDeliveryARowThatItsOutcomeRemoves() throws Exception {
        started("a");
        InFlight slow = desk.accepted(1, "event-1").getFirst();
        slow.giveLease(
                Lease.take(Duration.ofSeconds(15), Instant.now(), 0),
                () -> desk.recorder.submit(
                        new Entry.LeasedRow(slow, slow.lease().orElseThrow())));
        // The recorder is behind: the outcome is in the same batch as the row.
        List<CompletableFuture<InFlight>> settled = new ArrayList<>();
        slow.finish(() -> settled.add(desk.submit(slow, SampleResults.succeeded())));

        settled.getFirst().get(20, TimeUnit.SECONDS);

        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.rows.count("attempt")).isEqualTo(1);
        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void acknowledgesTheEventOfASlowDeliveryOnceItsRowIsThere() throws Exception {
        DestinationId a = started("a");
        FakeMessage message = RecordingStore.aMessage(1, "event-1");
        Accepted accepted = (Accepted) desk.arrives(message);
        InFlight slow = InFlight.fresh(new Delivery(accepted.event(), a, AttemptKey.FIRST), new EventHold(message, 1));
        slow.giveLease(
                Lease.take(Duration.ofSeconds(15), Instant.now(), 0),
                () -> desk.recorder.submit(
                        new Entry.LeasedRow(slow, slow.lease().orElseThrow())));
        desk.recorder.write(sql -> 0);
        desk.recorder.write(sql -> 0);

        assertThat(desk.rows.count("due_delivery WHERE reason = 'slow' AND lease_count = 1"))
                .isEqualTo(1);
        assertThat(message.acknowledged()).isEqualTo(1);

        desk.settle(slow, SampleResults.retriedAt(FAR_AWAY));
        assertThat(desk.rows.row("SELECT * FROM due_delivery")).containsEntry("attempt_number", 2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void freesTheLeasesOfOneNodeAndOfNoOther() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "event-1").getFirst(), SampleResults.retriedAt(LONG_AGO));
        InFlight leased = desk.lease(a, 10).taken().getFirst();

        assertThat(freed("node_")).isZero();
        assertThat(freed("node_10")).isZero();
        assertThat(freed("node_1")).isEqualTo(1);

        // The node was frozen, not dead: its late result moves nothing.
        desk.settle(leased, SampleResults.succeeded());
        assertThat(desk.rows.row("SELECT * FROM due_delivery"))
                .containsEntry("attempt_number", 2)
                .containsEntry("lease_count", 1);
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
        desk.rows.assertBalanced();
    }

    private int freed(String node) {
        return desk.recorder.write(sql -> DueRows.endLeases(sql, node));
    }

    /** The connection to the broker ended while an event was in flight, so that it was given out again elsewhere. */
    @OnDatabase
    void leavesNoRowBehindWhenTheRepeatOfADeliveredOneFailsSlowly() throws Exception {
        DestinationId a = started("a");
        FakeMessage message = RecordingStore.aMessage(1, "event-1");
        Accepted first = (Accepted) desk.arrives(message);
        Accepted second = (Accepted) desk.arrives(message);
        InFlight delivered =
                InFlight.fresh(new Delivery(first.event(), a, AttemptKey.FIRST), new EventHold(message, 1));
        InFlight repeated =
                InFlight.fresh(new Delivery(second.event(), a, AttemptKey.FIRST), new EventHold(message, 1));
        desk.settle(delivered, SampleResults.succeeded());
        repeated.giveLease(
                Lease.take(Duration.ofSeconds(15), Instant.now(), 0),
                () -> desk.recorder.submit(
                        new Entry.LeasedRow(repeated, repeated.lease().orElseThrow())));

        desk.settle(repeated, SampleResults.retriedAt(LONG_AGO));

        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.rows.counts().delivered()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void leavesRowsThatAnotherNodeIsLeasingToIt() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.start();
        desk.settle(desk.accepted(1, "theirs").getFirst(), SampleResults.retriedAt(Instant.EPOCH));
        desk.settle(desk.accepted(2, "ours").getFirst(), SampleResults.retriedAt(Instant.EPOCH));
        try (WriterSession other = desk.database.openWriter()) {
            other.client()
                    .sql("SELECT 1 FROM due_delivery WHERE event_id = 'theirs' FOR UPDATE")
                    .query()
                    .listOfRows();

            assertThat(desk.lease(a, 10).taken())
                    .extracting(inFlight -> inFlight.delivery().event().id().value())
                    .containsExactly("ours");
        }
    }
}
