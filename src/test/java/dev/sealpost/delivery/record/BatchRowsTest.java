package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.delivery.record.RecordingStore.Page;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Batches, as both databases keep them. */
class BatchRowsTest extends RecordingTestBase {

    private static final Batching FULL = new Batching(4, Duration.ofHours(1));
    private static final Batching AT_ONCE = new Batching(4, Duration.ZERO);

    private DestinationId a = new DestinationId("ep_a");
    private long messages;

    @BeforeEach
    void takeBatches() {
        a = started("a");
        desk.ordered.add(a);
    }

    private void arrive(String... events) throws Exception {
        for (String event : events) {
            desk.arrives(RecordingStore.aMessage(++messages, event));
        }
    }

    private Page page(Ordering ordering, Batching batching) throws Exception {
        return desk.leaseBatch(a, ordering, batching);
    }

    private InFlight batch(Ordering ordering, Batching batching) throws Exception {
        return page(ordering, batching).taken().getFirst();
    }

    private InFlight batch() throws Exception {
        return batch(Ordering.NONE, AT_ONCE);
    }

    private static List<String> events(InFlight batch) {
        return batch.batch().orElseThrow().deliveries().stream()
                .map(delivery -> delivery.event().id().value())
                .toList();
    }

    private static String id(InFlight batch) {
        return batch.batch().orElseThrow().key().id();
    }

    private static int attempt(InFlight batch) {
        return batch.batch().orElseThrow().key().attempt();
    }

    private static Result failed() {
        return SampleResults.retriedAt(Instant.EPOCH);
    }

    private static Result rejected() {
        return SampleResults.made(new AttemptOutcome.Failed("bad", true), new NextStep.Exhaust("bad"));
    }

    @OnDatabase
    void waitsUntilABatchIsFull() throws Exception {
        arrive("z", "b", "y");

        Page waiting = page(Ordering.NONE, FULL);
        assertThat(waiting.taken()).isEmpty();
        long first = desk.rows.number("SELECT MIN(due_at) FROM due_delivery");
        assertThat(waiting.nextDue()).hasValue(first + FULL.timeout().toMillis());

        arrive("c", "x");
        assertThat(events(batch(Ordering.NONE, FULL))).containsExactly("z", "b", "y", "c");
        assertThat(page(Ordering.NONE, FULL).taken()).isEmpty();
        assertThat(events(batch())).containsExactly("x");
    }

    @OnDatabase
    void settlesEachDeliveryByTheOutcomeOfItsBatch() throws Exception {
        arrive("1", "2", "3");
        InFlight batch = batch();

        desk.settle(batch, SampleResults.succeeded());

        assertThat(desk.rows.counts().delivered()).isEqualTo(3);
        assertThat(desk.rows.count("attempt WHERE outcome = 'succeeded' AND batch_id = '" + id(batch) + "'"))
                .isEqualTo(3);
        assertThat(desk.rows.count("due_delivery")).isZero();
        assertThat(desk.figures.endpoints().attempts("succeeded")).isEqualTo(3);
        assertThat(desk.figures.endpoints().batchSizes().read().sum()).isEqualTo(3);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void repeatsABatchAsItWas() throws Exception {
        arrive("1", "2");
        InFlight batch = batch();
        arrive("3", "4");

        desk.settle(batch, failed());
        InFlight again = batch();

        assertThat(id(again)).isEqualTo(id(batch));
        assertThat(attempt(again)).isEqualTo(2);
        assertThat(events(again)).containsExactly("1", "2");
        assertThat(again.batch().orElseThrow().deliveries())
                .extracting(delivery -> delivery.attemptKey().number())
                .containsOnly(2);
        assertThat(events(batch())).containsExactly("3", "4");
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void repeatsABatchAsItWasAfterACrash() throws Exception {
        arrive("1", "2");
        InFlight lost = batch();
        arrive("3");

        desk.change(sql -> DueRows.endLeases(sql, "node_1"));
        InFlight again = batch();

        assertThat(id(again)).isEqualTo(id(lost));
        assertThat(attempt(again)).isEqualTo(1);
        assertThat(events(again)).containsExactly("1", "2");
        // The result of the node that was thought dead comes late.
        desk.settle(lost, SampleResults.succeeded());
        assertThat(desk.rows.count("due_delivery")).isEqualTo(3);
        desk.settle(again, SampleResults.succeeded());
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void halvesABatchUntilTheCulpritIsAlone() throws Exception {
        arrive("1", "2", "3", "bad");
        InFlight whole = batch();
        desk.settle(whole, rejected());

        for (Page page = page(Ordering.NONE, AT_ONCE); !page.taken().isEmpty(); page = page(Ordering.NONE, AT_ONCE)) {
            InFlight part = page.taken().getFirst();
            assertThat(id(part)).startsWith(id(whole) + "-");
            desk.settle(part, events(part).contains("bad") ? rejected() : SampleResults.succeeded());
        }

        assertThat(desk.rows.counts().delivered()).isEqualTo(3);
        assertThat(desk.rows.count("ended_delivery WHERE ending = 'dead' AND event_id = 'bad'"))
                .isEqualTo(1);
        assertThat(desk.rows.count("attempt WHERE event_id = 'bad'")).isEqualTo(3);
        assertThat(desk.rows.count("attempt WHERE event_id = '1'")).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void halvesWithoutFurtherRetriesOnceTheAttemptsAreUsedUp() throws Exception {
        arrive("1", "2");
        desk.settle(batch(), failed());
        InFlight last = batch();

        desk.settle(last, SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted")));

        assertThat(attempt(batch())).isEqualTo(attempt(last));
    }

    @OnDatabase
    void keepsTheOrderOfTheDestination() throws Exception {
        arrive("1", "2", "3", "4", "5");
        InFlight whole = batch(Ordering.STRICT_PASS_DEAD, AT_ONCE);
        assertThat(events(whole)).containsExactly("1", "2", "3", "4");
        assertThat(page(Ordering.STRICT_PASS_DEAD, AT_ONCE).taken()).isEmpty();

        desk.settle(whole, rejected());
        InFlight half = batch(Ordering.STRICT_PASS_DEAD, AT_ONCE);
        assertThat(events(half)).containsExactly("1", "2");
        desk.settle(half, SampleResults.retriedAt(FAR_AWAY));
        assertThat(page(Ordering.STRICT_PASS_DEAD, AT_ONCE).taken()).isEmpty();

        desk.change(sql -> sql.sql("UPDATE due_delivery SET due_at = 1").update());
        desk.settle(batch(Ordering.STRICT_PASS_DEAD, AT_ONCE), SampleResults.succeeded());
        assertThat(events(batch(Ordering.STRICT_PASS_DEAD, AT_ONCE))).containsExactly("3", "4");
        assertThat(page(Ordering.STRICT_PASS_DEAD, AT_ONCE).taken()).isEmpty();
    }

    @OnDatabase
    void blocksAStrictlyOrderedDestinationBehindItsDeadLetter() throws Exception {
        arrive("1", "2");
        desk.settle(batch(Ordering.STRICT, AT_ONCE), rejected());
        desk.settle(batch(Ordering.STRICT, AT_ONCE), rejected());

        assertThat(page(Ordering.STRICT, AT_ONCE).taken()).isEmpty();
        desk.change(sql -> sql.sql("DELETE FROM ended_delivery").update());
        assertThat(events(batch(Ordering.STRICT, AT_ONCE))).containsExactly("2");
    }

    @OnDatabase
    void keepsABatchThatCouldNotStart() throws Exception {
        arrive("1", "2");
        InFlight batch = batch();

        desk.settle(batch, new Result.Deferred("breaker-open", Instant.EPOCH));

        InFlight again = batch();
        assertThat(id(again)).isEqualTo(id(batch));
        assertThat(attempt(again)).isEqualTo(1);
        assertThat(desk.rows.count("attempt")).isZero();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void isTakenWholeByOneOfTwoNodes() throws Exception {
        arrive("1", "2");
        desk.settle(batch(), failed());
        DueRows due = new DueRows(Dialect.POSTGRESQL, "node_2", RowClocks.of(Dialect.POSTGRESQL));
        BatchRows rows = new BatchRows(due, Dialect.POSTGRESQL);
        try (WriterSession one = database.database().openWriter();
                WriterSession other = database.database().openWriter()) {
            Instant now = due.now(one);
            BatchKey batch = rows.dueBatch(one, a, now).orElseThrow().key();

            assertThat(rows.lockBatch(one, a, batch, now)).isTrue();
            assertThat(rows.lockBatch(other, a, batch, now)).isFalse();
            assertThat(rows.members(one, a, batch)).hasSize(2);
        }
    }

    /** The lease is over by the clock of the database, such as after a jump. */
    @OnDatabase
    void isNotAttemptedTwiceAtATimeByItsNode() throws Exception {
        arrive("1", "2");
        InFlight batch = batch();
        desk.here.add(batch.lease().orElseThrow().token());
        desk.leasesExpire();

        assertThat(page(Ordering.NONE, AT_ONCE).taken()).isEmpty();

        desk.settle(batch, SampleResults.succeeded());
        assertThat(desk.rows.counts().delivered()).isEqualTo(2);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void leavesOutWhatHasExpired() throws Exception {
        arrive("1", "2");
        InFlight batch = batch();
        desk.settle(batch, failed());
        desk.change(
                sql -> sql.sql("UPDATE event SET expires_at = 1 WHERE id = '1'").update());

        InFlight left = batch();

        assertThat(events(left)).containsExactly("2");
        assertThat(attempt(left)).isEqualTo(2);
        assertThat(desk.rows.counts().expired()).isEqualTo(1);
        desk.rows.assertBalanced();
    }

    /** Keys and ids of what a route sends are derived from the batch and the place in it, which would be those of another event. */
    @OnDatabase
    void isAnotherBatchOnceADeliveryHasLeftIt() throws Exception {
        arrive("1", "2", "3");
        InFlight batch = batch();
        desk.settle(batch, failed());
        desk.change(
                sql -> sql.sql("DELETE FROM due_delivery WHERE event_id = '1'").update());

        InFlight left = batch();

        assertThat(events(left)).containsExactly("2", "3");
        assertThat(id(left)).isNotEqualTo(id(batch));
        assertThat(attempt(left)).isEqualTo(2);
        desk.settle(left, failed());
        assertThat(id(batch())).as("whole again").isEqualTo(id(left));
    }

    @OnDatabase
    void keepsTheIdOfAHalfWhateverItsSize() throws Exception {
        arrive("1", "2", "3");
        InFlight batch = batch();
        desk.settle(batch, rejected());

        InFlight first = batch();
        desk.settle(first, failed());
        assertThat(id(first)).isEqualTo(id(batch) + "-1");
        assertThat(id(batch())).isIn(id(batch) + "-1", id(batch) + "-2");
        assertThat(id(batch())).isIn(id(batch) + "-1", id(batch) + "-2");
    }

    @OnDatabase
    void halvesWhatNobodySettlesUntilOneIsPoison() throws Exception {
        arrive("1", "2");
        for (int lease = 0; lease < RecordingStore.LEASE_LIMIT; lease++) {
            assertThat(events(batch())).containsExactly("1", "2");
            desk.leasesExpire();
        }
        assertThat(page(Ordering.NONE, AT_ONCE).taken()).isEmpty();

        InFlight first = batch();
        assertThat(events(first)).containsExactly("1");
        desk.settle(batch(), SampleResults.succeeded());
        desk.leasesExpire();
        assertThat(page(Ordering.NONE, AT_ONCE).taken()).isEmpty();

        assertThat(desk.rows.count("ended_delivery WHERE event_id = '1' AND reason = 'poison'"))
                .isEqualTo(1);
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void halvesABatchAtTheLimitOfFaults() throws Exception {
        arrive("1", "2");
        InFlight batch = batch();
        for (int fault = 1; fault <= RecordingStore.FAULT_LIMIT; fault++) {
            desk.settle(batch, new Result.Faulted("broken", Instant.EPOCH));
            desk.change(sql -> sql.sql("UPDATE due_delivery SET due_at = 1").update());
            batch = batch();
        }

        assertThat(events(batch)).containsExactly("1");
        desk.settle(batch, new Result.Faulted("broken", Instant.EPOCH));
        assertThat(desk.rows.count("ended_delivery WHERE event_id = '1' AND reason = 'parked: broken'"))
                .isEqualTo(1);
        assertThat(events(batch())).containsExactly("2");
        desk.rows.assertBalanced();
    }

    @OnDatabase
    void batchesWhatWaitedBeforeTheDestinationTookBatches() throws Exception {
        desk.ordered.clear();
        for (InFlight delivery : desk.accepted(++messages, "1")) {
            desk.settle(delivery, new Result.Deferred("paused", Instant.EPOCH));
        }
        desk.ordered.add(a);

        assertThat(events(batch())).containsExactly("1");
    }

    @OnDatabase
    void dissolvesABatchWhenTheDestinationCeasesToTakeThem() throws Exception {
        arrive("1", "2");
        desk.settle(batch(), failed());

        List<InFlight> single = desk.lease(a, 10).taken();
        assertThat(single).hasSize(2).allMatch(delivery -> delivery.batch().equals(Optional.empty()));
        for (InFlight delivery : single) {
            desk.settle(delivery, failed());
        }
        assertThat(desk.rows.count("due_delivery WHERE batch_id IS NULL")).isEqualTo(2);
    }

    /** A batch of an ordered destination ends before a row that cannot be read; a repeat goes on without it. */
    @OnDatabase
    void letsNothingPassARowThatCannotBeReadUnlessItIsInABatch() throws Exception {
        arrive("1", "bad", "3");
        breakRow("bad");
        assertThat(page(Ordering.STRICT, AT_ONCE).taken()).isEmpty();
        assertThat(events(batch(Ordering.STRICT, AT_ONCE))).containsExactly("1");
        assertThat(page(Ordering.STRICT, AT_ONCE).taken()).isEmpty();

        desk.change(sql -> sql.sql("DELETE FROM due_delivery").update());
        arrive("4", "worse");
        desk.settle(batch(), failed());
        breakRow("worse");
        assertThat(events(batch())).containsExactly("4");
        assertThat(desk.rows.count("due_delivery WHERE event_id = 'worse' AND batch_id IS NULL"))
                .isEqualTo(1);
    }

    private void breakRow(String event) {
        desk.change(sql -> sql.sql("UPDATE event SET channels = '{' WHERE id = ?")
                .param(event)
                .update());
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void isLeasedAtOnceIfNobodyHeardOfTheCommitThatLeasedIt() throws Exception {
        arrive("1", "2");
        Entry.LeasePage page = new Entry.LeasePage(
                new LeaseRequest(a, Duration.ofSeconds(15), 1, Ordering.NONE, Optional.of(AT_ONCE)));
        try (WriterSession session = desk.database.openWriter()) {
            for (int commit = 0; commit < 2; commit++) {
                desk.batch.execute(session, List.of(page));
                session.commit();
            }
        }

        assertThat(page.leased().deliveries())
                .singleElement()
                .satisfies(batch -> assertThat(events(batch)).containsExactly("1", "2"));
        assertThat(desk.rows.count("due_delivery WHERE lease_count = 1"))
                .as("the first lease does not count")
                .isEqualTo(2);
    }

    /** Many rows wait for a batch; few are in one. */
    @OnDatabase
    void isFoundByAnIndexOfTheRowsInBatches() {
        desk.change(sql -> sql.sql("""
                        INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number,
                            triggered_by, due_at, reason, fault_count, lease_count, batch_id, batch_place)
                        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                        SELECT 'msg_' || i, 'ep_a', 'app_acme', 1, 1, 'scheduled', i, 'x', 0, 0,
                            CASE i % 500 WHEN 0 THEN 'batch_1' END, i FROM n
                        """).update());
        desk.change(sql -> sql.sql("ANALYZE due_delivery").update());

        assertThat(plan(BatchRows.DUE_BATCH, "ep_a", 5_000)).contains("due_delivery_batch_turn");
        assertThat(plan(BatchRows.LOCK_BATCH, "ep_a", "batch_1", "ep_a", "batch_1", 5_000))
                .contains("due_delivery_batch")
                .doesNotContain("Seq Scan", "SCAN", "due_delivery_turn");
        assertThat(plan(BatchRows.MEMBERS, "ep_a", "batch_1"))
                .contains("due_delivery_batch")
                .doesNotContain("Seq Scan on due_delivery", "SCAN due", "due_delivery_turn");
    }

    private String plan(String statement, Object... values) {
        boolean isSqlite = database.dialect() == Dialect.SQLITE;
        return database.reads()
                .sql((isSqlite ? "EXPLAIN QUERY PLAN " : "EXPLAIN ") + statement)
                .params(values)
                .query((row, number) -> row.getString(isSqlite ? "detail" : "QUERY PLAN"))
                .list()
                .toString();
    }

    @OnDatabase
    void takesNoMoreThanFitsIntoMemory() throws Exception {
        arrive("1", "2", "3");
        desk.change(sql -> sql.sql("UPDATE event SET payload = :bytes")
                .param("bytes", new byte[Batching.MOST_BYTES / 2 + 1])
                .update());

        assertThat(events(batch(Ordering.NONE, FULL))).containsExactly("1", "2");
    }
}
