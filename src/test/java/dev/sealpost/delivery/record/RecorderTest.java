package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.PostgresqlServer;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.dispatch.Relay;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.Arrived.Accepted;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** One writer, whatever the database does meanwhile. */
class RecorderTest extends RecordingTestBase {

    @OnDatabase
    void seesItsOwnWritesAtOnce() throws Exception {
        desk.start();
        desk.recorder.write(sql -> sql.sql("UPDATE application SET uid = 'renamed', version = :version")
                .param("version", Snapshots.nextVersion(sql))
                .update());

        assertThat(desk.arrival(RecordingStore.aMessage(1, "event-1").with(MessageProperties.APPLICATION, "renamed"))
                        .reading())
                .isInstanceOf(dev.sealpost.event.message.Reading.Understood.class);
    }

    /** One whose result nobody got, so that the same batch is executed again, on another connection. */
    @OnDatabase
    void countsNothingTwiceWhenTheFateOfACommitIsUnknown() throws Exception {
        DestinationId a = started("a");
        InFlight ok = desk.accepted(1, "ok").getFirst();
        InFlight retried = desk.accepted(2, "retried").getFirst();
        InFlight dead = desk.accepted(3, "dead").getFirst();
        InFlight putOff = desk.accepted(4, "put-off").getFirst();
        InFlight faulted = desk.accepted(5, "faulted").getFirst();
        InFlight cancelled = desk.accepted(6, "cancelled").getFirst();
        desk.settle(desk.accepted(7, "leased-ok").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(8, "leased-retried").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(9, "leased-dead").getFirst(), SampleResults.retriedAt(LONG_AGO));
        List<InFlight> leased = desk.lease(a, 10).taken();
        Result.Made exhausted = SampleResults.made(new AttemptOutcome.Rejected(500), new NextStep.Exhaust("exhausted"));
        List<Entry> entries = List.of(
                settlement(ok, SampleResults.succeeded()),
                settlement(retried, SampleResults.retriedAt(FAR_AWAY)),
                settlement(dead, exhausted),
                settlement(putOff, new Result.Deferred("waited", FAR_AWAY)),
                settlement(faulted, new Result.Faulted("bug", FAR_AWAY)),
                settlement(cancelled, new Result.Cancelled("destination deleted")),
                settlement(leased.get(0), exhausted),
                settlement(leased.get(1), SampleResults.succeeded()),
                settlement(leased.get(2), SampleResults.retriedAt(FAR_AWAY)),
                desk.arrival(RecordingStore.aMessage(10, "arriving")));

        desk.stop();
        execute(entries);
        RecordedRows.Counts once = desk.rows.counts();
        List<Long> rows = rows();
        execute(entries);

        assertThat(desk.rows.counts()).isEqualTo(once);
        assertThat(rows()).isEqualTo(rows);
        assertThat(once.delivered()).isEqualTo(2);
        assertThat(once.dead()).isEqualTo(2);
        assertThat(once.owed()).isEqualTo(10);
    }

    private static Entry.Settlement settlement(InFlight inFlight, Result result) {
        return new Entry.Settlement(inFlight, result);
    }

    private List<Long> rows() {
        return List.of(
                desk.rows.count("event"),
                desk.rows.count("attempt"),
                desk.rows.count("due_delivery"),
                desk.rows.count("ended_delivery"));
    }

    private void execute(List<Entry> entries) throws Exception {
        try (WriterSession session = desk.database.openWriter()) {
            desk.batch.execute(session, entries);
            session.commit();
        }
    }

    @OnDatabase
    void undoesAWriteThatThrowsAndNoOther() throws Exception {
        CompletableFuture<Integer> before = later("before", false);
        CompletableFuture<Integer> failing = later("failing", true);
        CompletableFuture<Integer> after = later("after", false);
        // All three wait for the recorder, which takes them as one transaction.
        desk.start();

        assertThat(before.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(after.get(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThatThrownBy(() -> failing.get(20, TimeUnit.SECONDS)).hasRootCauseMessage("changed my mind");
        assertThat(desk.rows.count("api_token WHERE hash = 'failing'")).isZero();
        assertThat(desk.rows.count("api_token")).isEqualTo(2);
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

    @OnDatabase
    void givesAWriteTheErrorOfItsStatementAndGoesOn() throws Exception {
        desk.start();
        String insert =
                "INSERT INTO api_token (hash, name, created_at, revoked, version) VALUES ('h', 'x', 0, FALSE, 0)";
        desk.recorder.write(sql -> sql.sql(insert).update());

        assertThatThrownBy(() -> desk.recorder.write(sql -> sql.sql(insert).update()))
                .isInstanceOf(org.springframework.dao.DataAccessException.class);

        assertThat(desk.recorder.<Integer>write(sql -> 5)).isEqualTo(5);
    }

    // Fault 11: such as one that a newer version wrote. Its endpoint is owed its events, which wait at the gate.
    @OnDatabase
    void goesOnWhenTheRowOfAnEndpointCannotBeRead() throws Exception {
        DestinationId a = started("a");
        InFlight inFlight = desk.accepted(1, "event-1").getFirst();
        desk.change(sql -> sql.sql("UPDATE endpoint SET metadata = 'no JSON', policy = '{', version = :version")
                .param("version", Snapshots.nextVersion(sql))
                .update());

        desk.settle(inFlight, SampleResults.succeeded());
        Accepted accepted = (Accepted) desk.arrives(RecordingStore.aMessage(2, "event-2"));

        assertThat(accepted.destinations()).containsExactly(a);
        assertThat(desk.recorder.isAvailable()).isTrue();
    }

    /** A secret sealed with another key affects its endpoint only: its events are owed and wait at the gate. */
    @OnDatabase
    void goesOnWhenTheSecretOfAnEndpointCannotBeRead() throws Exception {
        DestinationId a = started("a");
        desk.change(sql -> sql.sql("UPDATE endpoint SET secret = :garbage, version = :version")
                .param("garbage", new byte[] {1, 2, 3})
                .param("version", Snapshots.nextVersion(sql))
                .update());

        Accepted accepted = (Accepted) desk.arrives(RecordingStore.aMessage(1, "event-1"));

        assertThat(accepted.destinations()).containsExactly(a);
        assertThat(desk.recorder.isAvailable()).isTrue();
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void repeatsABatchWhoseCommitWasNotAnsweredWithoutCountingItTwice() throws Exception {
        try (Relay relay = new Relay(PostgresqlServer.shared().port());
                RecordingStore behind = behind(relay)) {
            behind.anEndpoint("a");
            behind.start();
            InFlight inFlight = behind.accepted(1, "event-1").getFirst();
            relay.swallowNextCommit();

            behind.settle(inFlight, SampleResults.succeeded());

            assertThat(relay.hasSwallowed()).isTrue();
            assertThat(behind.rows.count("attempt")).isEqualTo(1);
            assertThat(behind.rows.counts().delivered()).isEqualTo(1);
            relay.swallowNextCommit();
            Accepted accepted = (Accepted) behind.arrives(RecordingStore.aMessage(2, "event-2"));
            assertThat(accepted.destinations()).hasSize(1);
            assertThat(behind.rows.counts().matched()).isEqualTo(2);
            assertThat(behind.rows.counts().owed()).isEqualTo(2);
        }
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void recordsEverythingOnceADatabaseThatWasGoneIsBack() throws Exception {
        try (Relay relay = new Relay(PostgresqlServer.shared().port());
                RecordingStore behind = behind(relay)) {
            behind.anEndpoint("a");
            behind.start();
            InFlight inFlight = behind.accepted(1, "event-1").getFirst();

            relay.cut();
            assertThatThrownBy(() -> behind.recorder.write(
                            sql -> sql.sql("DELETE FROM event").update()))
                    .isInstanceOf(DatabaseUnavailableException.class);
            CompletableFuture<InFlight> settled = behind.submit(inFlight, SampleResults.succeeded());
            behind.recorder.submit(behind.arrival(RecordingStore.aMessage(2, "event-2")));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !behind.recorder.isAvailable());
            assertThat(settled).isNotDone();

            relay.mend();

            settled.get(20, TimeUnit.SECONDS);
            assertThat(behind.arrived.next()).isInstanceOf(Accepted.class);
            assertThat(behind.recorder.isAvailable()).isTrue();
            assertThat(behind.rows.counts().delivered()).isEqualTo(1);
            assertThat(behind.rows.count("event")).isEqualTo(2);
        }
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void takesThreeRoundTripsForABatchOfEventsAndAttempts() throws Exception {
        try (Relay relay = new Relay(PostgresqlServer.shared().port());
                RecordingStore behind = behind(relay)) {
            behind.anEndpoint("a");
            List<Integer> roundTrips = new ArrayList<>();
            List<InFlight> earlier = List.of();
            // Each second one batch takes more of them.
            for (int batch = 0; batch < 4; batch++) {
                for (int i = 0; i < 200; i++) {
                    int number = 200 * batch + i;
                    behind.recorder.submit(behind.arrival(RecordingStore.aMessage(number, "event-" + number)));
                }
                earlier.forEach(
                        inFlight -> behind.recorder.submit(new Entry.Settlement(inFlight, SampleResults.succeeded())));
                int before = relay.roundTrips();

                List<Committed> facts = behind.recorder.commitNext();

                roundTrips.add(relay.roundTrips() - before);
                earlier = deliveries(facts);
                assertThat(earlier).hasSize(200);
            }
            assertThat(roundTrips.subList(1, 4)).contains(3);
            assertThat(behind.rows.counts().delivered()).isEqualTo(600);
        }
    }

    @OnDatabase(Dialect.POSTGRESQL)
    void takesAsManyRoundTripsForManyLeasesAsForOne() throws Exception {
        try (Relay relay = new Relay(PostgresqlServer.shared().port());
                RecordingStore behind = behind(relay)) {
            DestinationId a = behind.anEndpoint("a");
            for (int number = 0; number < 61; number++) {
                behind.recorder.submit(behind.arrival(RecordingStore.aMessage(number, "event-" + number)));
            }
            deliveries(behind.recorder.commitNext())
                    .forEach(fresh ->
                            behind.recorder.submit(new Entry.Settlement(fresh, SampleResults.retriedAt(LONG_AGO))));
            behind.recorder.commitNext();

            int oneLease = roundTripsOfLeases(behind, relay, a, 1);
            // Each second one batch takes one more.
            assertThat(roundTripsOfLeases(behind, relay, a, 60)).isLessThanOrEqualTo(oneLease + 2);
        }
    }

    private int roundTripsOfLeases(RecordingStore behind, Relay relay, DestinationId destination, int limit) {
        Entry.LeasePage page = new Entry.LeasePage(new LeaseRequest(destination, Duration.ofSeconds(15), limit));
        int before = relay.roundTrips();
        behind.recorder.submit(page);
        behind.recorder.commitNext();
        assertThat(page.leased().deliveries()).hasSize(limit);
        page.leased()
                .deliveries()
                .forEach(inFlight -> behind.recorder.submit(new Entry.Settlement(inFlight, SampleResults.succeeded())));
        behind.recorder.commitNext();
        return relay.roundTrips() - before;
    }

    private static List<InFlight> deliveries(List<Committed> facts) {
        List<InFlight> deliveries = new ArrayList<>();
        for (Committed fact : facts) {
            if (fact instanceof Committed.Accepted accepted) {
                EventHold hold = new EventHold(accepted.message(), 1);
                accepted.destinations()
                        .forEach(destination -> deliveries.add(InFlight.fresh(
                                new Delivery(accepted.event(), destination, Delivery.AttemptKey.FIRST), hold)));
            }
        }
        return deliveries;
    }

    /** The same database at the end of a line that can be cut. */
    private RecordingStore behind(Relay relay) {
        Database relayed = PostgresqlServer.behind(relay.port(), getClass());
        RecordingStore made = new RecordingStore(desk.database, relayed, folder.resolve("behind"));
        desk.start();
        return made;
    }
}
