package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Databases;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.RecordingDesk.Arrived.Accepted;
import dev.sealpost.delivery.RecordingDesk.Arrived.Parked;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.subscription.DestinationId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PostgresqlRecordingTest extends RecordingConformance {

    private static final String USER = "postgres";

    /** One server for all; it is stopped with the JVM. Started without fsync unless told otherwise. */
    private static final EmbeddedPostgres SERVER = start("on");

    private static EmbeddedPostgres start(String fsync) {
        try {
            return EmbeddedPostgres.builder().setServerConfig("fsync", fsync).start();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    @Override
    Database database(Path directory) {
        Database database = Databases.postgresql(url(SERVER.getPort()), USER);
        try (WriterSession session = database.openWriter()) {
            session.client()
                    .sql("TRUNCATE api_token, application, endpoint, event, attempt, due_delivery, ended_delivery,"
                            + " failing_endpoint, ledger, node, blocking_letter")
                    .update();
            session.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return database;
    }

    @Override
    String refusedText() {
        return "nul \u0000";
    }

    @Test
    void refusesAServerThatWouldLoseCommits() throws Exception {
        try (EmbeddedPostgres careless = start("off")) {
            Database database = Databases.postgresql(url(careless.getPort()), USER);

            assertThatThrownBy(database::openWriter)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("fsync answers off, and it must be on");
        }
        desk.start();
    }

    @Test
    void turnsSynchronousCommitOnWhereTheServerHasItOff() throws Exception {
        desk.start();
        desk.change(sql ->
                sql.sql("ALTER ROLE postgres SET synchronous_commit = off").update());
        try (WriterSession session = desk.database.openWriter()) {
            assertThat(session.client()
                            .sql("SHOW synchronous_commit")
                            .query(String.class)
                            .single())
                    .isEqualTo("on");
        } finally {
            desk.change(sql ->
                    sql.sql("ALTER ROLE postgres RESET synchronous_commit").update());
        }
    }

    @Test
    void leavesRowsThatAnotherNodeIsLeasingToIt() throws Exception {
        var a = desk.anEndpoint("a");
        desk.start();
        desk.settle(desk.accepted(1, "theirs").getFirst(), RecordingDesk.retriedAt(java.time.Instant.EPOCH));
        desk.settle(desk.accepted(2, "ours").getFirst(), RecordingDesk.retriedAt(java.time.Instant.EPOCH));
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

    @Test
    void repeatsABatchWhoseCommitWasNotAnsweredWithoutCountingItTwice() throws Exception {
        try (Relay relay = new Relay(SERVER.getPort());
                RecordingDesk behind = behind(relay)) {
            behind.anEndpoint("a");
            behind.start();
            InFlight inFlight = behind.accepted(1, "event-1").getFirst();
            relay.swallowNextCommit();

            behind.settle(inFlight, RecordingDesk.succeeded());

            assertThat(relay.hasSwallowed()).isTrue();
            assertThat(behind.count("attempt")).isEqualTo(1);
            assertThat(behind.counts().delivered()).isEqualTo(1);
            relay.swallowNextCommit();
            Accepted accepted = (Accepted) behind.arrives(RecordingDesk.aMessage(2, "event-2"));
            assertThat(accepted.destinations()).hasSize(1);
            assertThat(behind.counts().matched()).isEqualTo(2);
            assertThat(behind.counts().owed()).isEqualTo(2);
        }
    }

    @Test
    void recordsEverythingOnceADatabaseThatWasGoneIsBack() throws Exception {
        try (Relay relay = new Relay(SERVER.getPort());
                RecordingDesk behind = behind(relay)) {
            behind.anEndpoint("a");
            behind.start();
            InFlight inFlight = behind.accepted(1, "event-1").getFirst();

            relay.cut();
            assertThatThrownBy(() -> behind.recorder.write(
                            sql -> sql.sql("DELETE FROM event").update()))
                    .isInstanceOf(DatabaseUnavailableException.class);
            CompletableFuture<InFlight> settled = behind.submit(inFlight, RecordingDesk.succeeded());
            behind.recorder.submit(behind.arrival(RecordingDesk.aMessage(2, "event-2")));
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> !behind.recorder.isAvailable());
            assertThat(settled).isNotDone();

            relay.mend();

            settled.get(20, TimeUnit.SECONDS);
            assertThat(behind.arrived.next()).isInstanceOf(Accepted.class);
            assertThat(behind.recorder.isAvailable()).isTrue();
            assertThat(behind.counts().delivered()).isEqualTo(1);
            assertThat(behind.count("event")).isEqualTo(2);
        }
    }

    /** The same database at the end of a line that can be cut. */
    private RecordingDesk behind(Relay relay) {
        Database relayed = Databases.postgresql(url(relay.port()), USER);
        RecordingDesk made = new RecordingDesk(desk.database, relayed, folder.resolve("behind"));
        desk.start();
        return made;
    }

    @Test
    void takesOverWhatADeadNodeHadLeased() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.start();
        desk.settle(
                desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(Instant.parse("2020-01-01T00:00:00Z")));
        desk.lease(a, 10);
        LiveNodes dying = new LiveNodes(desk.recorder, desk.database, "node_1", Duration.ofSeconds(30));
        LiveNodes other = new LiveNodes(desk.recorder, desk.database, "node_2", Duration.ofSeconds(30));

        assertThat(dying.beat()).isZero();
        assertThat(other.beat()).isZero();
        assertThat(other.count()).isEqualTo(2);
        desk.change(sql -> sql.sql("UPDATE node SET seen_at = seen_at - 31000 WHERE name = 'node_1'")
                .update());

        assertThat(other.beat()).isEqualTo(1);
        assertThat(other.count()).isEqualTo(1);
        assertThat(desk.lease(a, 10).taken()).hasSize(1);
    }

    @Test
    void freesWhatItHasLeasedWhenItLeaves() throws Exception {
        DestinationId a = desk.anEndpoint("a");
        desk.start();
        desk.settle(
                desk.accepted(1, "event-1").getFirst(), RecordingDesk.retriedAt(Instant.parse("2020-01-01T00:00:00Z")));
        desk.lease(a, 10);
        LiveNodes leaving = new LiveNodes(desk.recorder, desk.database, "node_1", Duration.ofSeconds(30));
        leaving.beat();

        leaving.leave();

        assertThat(desk.count("node")).isZero();
        assertThat(desk.count("due_delivery WHERE lease_token IS NULL AND due_at = 0"))
                .isEqualTo(1);
    }

    /** A name that does not fit into an index is one producer's fault, and no reason to stop for all. */
    @Test
    void parksAnEventThatDoesNotFitIntoAnIndex() throws Exception {
        desk.anEndpoint("a");
        desk.start();
        String uid = new Random(1)
                .ints(20_000, 'a', 'z')
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        FakeMessage endless = RecordingDesk.aMessage(1, "event-1").with(MessageProperties.UID, uid);

        assertThat(desk.arrives(endless)).isInstanceOf(Parked.class);

        assertThat(desk.arrives(RecordingDesk.aMessage(2, "event-2"))).isInstanceOf(Accepted.class);
    }
}
