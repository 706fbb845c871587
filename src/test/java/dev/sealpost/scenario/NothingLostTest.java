package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kills the application with SIGKILL at random moments while events come in over HTTP and AMQP, drains, and balances.
 * {@code -Dscenario.seed=} repeats a run's choices (not its timing).
 */
class NothingLostTest {

    private static final int IN_FLIGHT = 64;
    private static final int HTTP_SENDERS = 6;
    private static final int AMQP_SENDERS = 3;
    private static final int AFTERWARDS = 100;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(120);

    @Test
    void keepsWhatItAcceptedAcrossTwoKills() throws Exception {
        killAndBalance("nothing-lost", 2);
    }

    @Test
    @Tag("faults")
    void keepsWhatItAcceptedAcrossTwentyKills() throws Exception {
        killAndBalance("nothing-lost-twenty", 20);
    }

    private static void killAndBalance(String name, int kills) throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println(name + ": " + kills + " kills, repeat with -Dscenario.seed=" + seed);
        Random random = new Random(seed);
        Installation installation = Installation.fresh(name, "512m")
                .quickStart()
                .set("SEALPOST_DELIVERY_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_DEADLINE", "5s")
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "300ms,300ms,300ms");
        Path folder = installation.folder();
        try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                Receiver receiver = new Receiver(receipt -> receipts.append(receipt.line()))) {
            // Given
            Town town;
            SealpostProcess process = installation.start();
            try {
                process.awaitReady(START_LIMIT);
                town = Town.build(installation.api(), receiver);
                try (SendLog log = new SendLog(folder, withUnwanted(town))) {
                    Senders senders = new Senders(installation, log, random, HTTP_SENDERS, AMQP_SENDERS);
                    // When
                    List<Instant> killed = new ArrayList<>();
                    while (killed.size() < kills) {
                        killAtRandom(process, log, random);
                        receiver.awaitQuiet(Duration.ofMillis(100));
                        killed.add(Instant.now());
                        process = installation.start();
                    }
                    SealpostProcess last = process.awaitReady(START_LIMIT);
                    long before = log.answered();
                    last.goOnUntil(() -> log.answered() > before + AFTERWARDS);
                    senders.finish();
                    new Drain(new Books(installation.data()), receiver).await(process, DRAIN_LIMIT);
                    process.terminate(Duration.ofSeconds(60));
                    // Then
                    balance(installation, town, killed);
                }
            } finally {
                process.close();
            }
        }
    }

    /** The events of a type that nobody subscribed to are accepted, and end there. */
    private static List<Audience> withUnwanted(Town town) {
        List<Audience> audiences = new ArrayList<>(town.audiences());
        audiences.add(new Audience(town.audiences().getFirst().application(), "nobody.asked", Set.of()));
        return audiences;
    }

    /** Mostly when the application has taken some 100 to 1000 events since it was ready; one in five within the start itself. */
    private static void killAtRandom(SealpostProcess process, SendLog log, Random random) throws Exception {
        boolean duringStart = random.nextInt(5) == 0;
        if (duringStart) {
            process.run(Duration.ofMillis(random.nextInt(300, 3000)));
        } else {
            process.awaitReady(START_LIMIT);
            long enough = log.answered() + random.nextInt(100, 1000);
            process.goOnUntil(() -> log.answered() > enough);
        }
        process.kill();
    }

    private static void balance(Installation installation, Town town, List<Instant> killed)
            throws IOException, SQLException {
        Books books = new Books(installation.data());
        History history = new Audit(installation, town, books, IN_FLIGHT).assertNothingLost(killed);
        assertThat(history.deaths()).extracting(History.DeadDelivery::path).containsOnly(town.hopeless());
        assertThat(history.acked()).hasSizeGreaterThan(100 * killed.size());
    }
}
