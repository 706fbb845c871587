package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.OnDatabase;
import dev.sealpost.database.PostgresqlServer;
import dev.sealpost.database.TestDatabase;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.NextStep;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A fault that hits every entry makes the recorder wait; what one value alone does costs that one only. */
class MachineryFaultTest extends RecordingTestBase {

    /** Tables that each round of {@link #waitsFor} needs: it raises the version, so the directories are loaded again. */
    private static final List<String> TABLES = List.of(
            "snapshot_version",
            "application",
            "endpoint",
            "route_destination",
            "event",
            "attempt",
            "due_delivery",
            "ledger");

    private static final List<String> RIGHTS = List.of(
            "ALL ON event",
            "INSERT ON event",
            "SELECT ON event",
            "INSERT ON attempt",
            "INSERT ON due_delivery",
            "INSERT ON ledger",
            "UPDATE ON ledger",
            "SELECT ON snapshot_version",
            "SELECT ON endpoint",
            "SELECT ON application",
            "SELECT ON route_destination");

    /** Something that is wrong with the database, and how it is made right again. */
    private record Fault(String breaking, String mending) {

        static Fault revoked(String right) {
            return new Fault("REVOKE " + right + " FROM limited", "GRANT " + right + " TO limited");
        }

        static Fault renamed(String table) {
            return new Fault("ALTER TABLE " + table + " RENAME TO mislaid", "ALTER TABLE mislaid RENAME TO " + table);
        }
    }

    private static Stream<Fault> faults(Dialect dialect) {
        Stream<Fault> both = Stream.concat(
                TABLES.stream().map(Fault::renamed),
                Stream.of(
                        new Fault(
                                "ALTER TABLE event RENAME COLUMN tags TO x",
                                "ALTER TABLE event RENAME COLUMN x TO tags"),
                        new Fault(
                                "ALTER TABLE attempt RENAME COLUMN outcome TO x",
                                "ALTER TABLE attempt RENAME COLUMN x TO outcome")));
        return switch (dialect) {
            case SQLITE ->
                Stream.concat(
                        both,
                        Stream.of(new Fault(
                                "CREATE TRIGGER shut BEFORE INSERT ON event BEGIN SELECT RAISE(ABORT, 'shut'); END",
                                "DROP TRIGGER shut")));
            case POSTGRESQL ->
                Stream.concat(
                        both,
                        Stream.of(
                                new Fault(
                                        "ALTER TABLE event ADD CONSTRAINT shut CHECK (created_at < 0) NOT VALID",
                                        "ALTER TABLE event DROP CONSTRAINT shut"),
                                new Fault(
                                        "ALTER TABLE attempt ADD CONSTRAINT shut CHECK (cycle < 0) NOT VALID",
                                        "ALTER TABLE attempt DROP CONSTRAINT shut")));
        };
    }

    // Fault 12.
    @OnDatabase
    void waitsAndCondemnsNothingWhateverHitsEveryEntry(TestDatabase database) throws Exception {
        waitsForEach(faults(database.dialect()).toList());
    }

    private void waitsForEach(List<Fault> faults) throws Exception {
        DestinationId a = started("a");
        int message = 0;
        for (Fault fault : faults) {
            waitsFor(a, fault, message);
            message += 10;
        }
        desk.rows.assertBalanced();
        assertThat(desk.rows.counts().dead()).isZero();
        assertThat(desk.exitCodes).isEmpty();
    }

    private void waitsFor(DestinationId destination, Fault fault, int message) throws Exception {
        InFlight before = desk.accepted(message + 1, "before-" + message).getFirst();
        InFlight retried = desk.accepted(message + 2, "retried-" + message).getFirst();
        past("UPDATE snapshot_version SET version = version + 1", fault.breaking());
        for (int i = 3; i < 7; i++) {
            desk.recorder.submit(desk.arrival(RecordingStore.aMessage(message + i, "during-" + message + "-" + i)));
        }
        CompletableFuture<InFlight> settled = desk.submit(before, SampleResults.succeeded());
        CompletableFuture<InFlight> put = desk.submit(retried, SampleResults.retriedAt(LONG_AGO));

        Awaitility.await()
                .pollInterval(Duration.ofMillis(5))
                .alias(fault.breaking())
                .until(() -> !desk.recorder.isAvailable());
        assertThat(settled.isDone() && put.isDone()).as(fault.breaking()).isFalse();
        past(fault.mending());

        settled.get(20, TimeUnit.SECONDS);
        put.get(20, TimeUnit.SECONDS);
        for (int i = 3; i < 7; i++) {
            Arrived.What said = desk.arrived.next();
            assertThat(said).as(fault.breaking()).isInstanceOf(Arrived.Accepted.class);
            Delivery delivery = new Delivery(((Arrived.Accepted) said).event(), destination, Delivery.AttemptKey.FIRST);
            desk.settle(InFlight.fresh(delivery, new EventHold(new FakeMessage(0), 1)), SampleResults.succeeded());
        }
        InFlight again = desk.lease(destination, 1).taken().getFirst();
        desk.settle(again, SampleResults.made(new AttemptOutcome.Succeeded(), new NextStep.Settle()));
        assertThat(desk.recorder.isAvailable()).isTrue();
    }

    /** As an operator does it with a tool; on SQLite the recorder is the only one who can write. */
    private void past(String... statements) throws SQLException {
        if (database.database().isEmbedded()) {
            desk.recorder.write(sql -> all(sql, statements));
        } else {
            try (WriterSession session = database.database().openWriter()) {
                all(session.client(), statements);
                session.commit();
            }
        }
    }

    private static int all(JdbcClient sql, String... statements) {
        int changed = 0;
        for (String statement : statements) {
            changed += sql.sql(statement).update();
        }
        return changed;
    }

    // Fault 12: a right that the recorder needs, taken away and given back while it runs.
    @OnDatabase(Dialect.POSTGRESQL)
    void waitsForARightThatIsMissing() throws Exception {
        past(
                "DROP ROLE IF EXISTS limited",
                "CREATE ROLE limited LOGIN",
                "GRANT ALL ON ALL TABLES IN SCHEMA public TO limited");
        String name =
                desk.reads.sql("SELECT current_database()").query(String.class).single();
        Database limited = Databases.postgresql(
                "jdbc:postgresql://127.0.0.1:" + PostgresqlServer.shared().port() + "/" + name, "limited");
        desk.start();
        desk.close();
        desk = new RecordingStore(database.database(), limited, folder.resolve("limited"));

        waitsForEach(RIGHTS.stream().map(Fault::revoked).toList());

        past("DROP OWNED BY limited", "DROP ROLE limited");
    }

    @OnDatabase
    void condemnsTheOneEntryThatIsAtFaultAndNoOther() throws Exception {
        started("a");
        String picky = desk.refusedText();

        desk.recorder.submit(desk.arrival(RecordingStore.aMessage(1, "bad").with(MessageProperties.UID, picky)));
        desk.recorder.submit(desk.arrival(RecordingStore.aMessage(2, "good")));

        assertThat(List.of(desk.arrived.next(), desk.arrived.next()))
                .extracting(said -> (Object) said.getClass())
                .containsExactlyInAnyOrder(Arrived.Parked.class, Arrived.Accepted.class);
        assertThat(desk.rows.count("event")).isEqualTo(1);
        assertThat(desk.rows.counts().matched()).isEqualTo(1);
    }

    /** An entry that fails the rehearsal must leave nothing behind. */
    @OnDatabase
    void leavesNothingOfARehearsal() throws Exception {
        started("a");
        desk.recorder.submit(
                desk.arrival(RecordingStore.aMessage(1, "bad").with(MessageProperties.UID, desk.refusedText())));
        desk.arrived.next();

        for (String table :
                List.of("event", "attempt", "due_delivery", "ended_delivery", "ledger", "failing_endpoint")) {
            assertThat(desk.rows.count(table)).as(table).isZero();
        }
    }

    /** A row that cannot be read waits; the others of its destination go on. */
    @OnDatabase
    void passesOverADueRowThatCannotBeRead() throws Exception {
        DestinationId a = started("a");
        desk.settle(desk.accepted(1, "bad").getFirst(), SampleResults.retriedAt(LONG_AGO));
        desk.settle(desk.accepted(2, "good").getFirst(), SampleResults.retriedAt(LONG_AGO.plusSeconds(1)));
        desk.change(sql ->
                sql.sql("UPDATE event SET channels = '{' WHERE id = 'bad'").update());

        List<InFlight> taken = desk.lease(a, 1).taken();
        taken = taken.isEmpty() ? desk.lease(a, 1).taken() : taken;

        assertThat(taken)
                .singleElement()
                .extracting(each -> each.delivery().event().id().value())
                .isEqualTo("good");
        assertThat(desk.rows.row("SELECT reason FROM due_delivery WHERE event_id = 'bad'"))
                .containsEntry("reason", "row-broken");
        desk.rows.assertBalanced();
        assertThat(desk.leaseHead(a, Ordering.STRICT).taken()).isEmpty();
    }
}
