package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.faults.FaultProxy;
import dev.sealpost.port.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Cuts connections to PostgreSQL before, at and after COMMIT, again and again under load. Nothing is lost, nothing is repeated,
 * and what was committed without the node hearing of it is not counted twice. {@code -Dscenario.seed=} repeats the choices.
 */
class CommitsCutTest {

    private static final int IN_FLIGHT = 64;
    private static final int LOAD = 100;
    /** Of so many commits, one is cut. A busy machine makes a few large commits a second. */
    private static final int ONE_IN = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void countsNothingTwiceWhenTheAnswerToACommitIsLost() throws Exception {
        // No lease runs out in that time: nothing waits for one.
        cutAndBalance("commits-cut", 25, Duration.ofSeconds(25));
    }

    @Test
    @Tag("faults")
    void countsNothingTwiceHoweverOftenTheAnswerToACommitIsLost() throws Exception {
        cutAndBalance("commits-cut-often", 300, Duration.ofSeconds(180));
    }

    /** @param drain for what waits in the broker at the last cut, tens of thousands of events after many */
    private static void cutAndBalance(String name, int cuts, Duration drain) throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println(name + ": " + cuts + " cuts, repeat with -Dscenario.seed=" + seed);
        Random random = new Random(seed);
        CommitCuts commits = new CommitCuts(new Random(random.nextLong()), ONE_IN);
        try (EmbeddedPostgres database = EmbeddedPostgres.builder()
                        .setPort(FreePorts.next())
                        .setServerConfig("fsync", "on")
                        .start();
                FaultProxy proxy = FaultProxy.before(database.getPort())) {
            proxy.inspect(commits::follow);
            Installation installation = Installation.fresh(name, "512m")
                    .quickStart()
                    .set("SEALPOST_DELIVERY_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                    .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                    .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "300ms,300ms,300ms")
                    // An alert is an event that nobody has sent.
                    .set("SEALPOST_ALERTS_EVERY", "1h")
                    .set("SEALPOST_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres")
                    .set("SEALPOST_DATABASE_USER", "postgres");
            Books books = new Books("jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres?user=postgres");
            Path folder = installation.folder();
            try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                    Receiver receiver = new Receiver(receipt -> receipts.append(receipt.line()));
                    SealpostProcess process = installation.start().awaitReady(PATIENCE)) {
                // Given
                Town town = Town.build(installation.api(), receiver);
                try (SendLog log = new SendLog(folder, town.audiences())) {
                    Senders senders = new Senders(installation, log, new Random(random.nextLong()), 4, 2);
                    process.goOnUntil(() -> log.answered() > LOAD);
                    // When
                    commits.arm(true);
                    Awaitility.await()
                            .atMost(PATIENCE.multipliedBy(1 + cuts / 100))
                            .until(() -> commits.total() >= cuts);
                    commits.arm(false);
                    // Then
                    senders.finish();
                    long begin = System.nanoTime();
                    new Drain(books, receiver).await(process, drain);
                    System.out.println(name + ": cut " + commits.made() + ", drained in "
                            + Duration.ofNanos(System.nanoTime() - begin).toMillis() + " ms, answered as kept "
                            + log.answered());
                    assertThat(commits.made()).containsOnlyKeys(CommitCuts.Cut.values());
                    assertThat(process.terminate(Duration.ofSeconds(40))).isZero();
                    new Audit(installation, town, books, IN_FLIGHT).assertNothingLost(List.of());
                }
            }
        }
    }
}
