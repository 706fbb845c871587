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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(120);
    private static final Duration QUIET = Duration.ofMillis(500);

    @Test
    void keepsWhatItAcceptedAcrossFourKills() throws Exception {
        killAndBalance("nothing-lost", 4);
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
                .set("SEALPOST_DELIVERY_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_DEADLINE", "5s")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "1s,1s,2s,2s");
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
                    Senders senders = new Senders(installation, log, random);
                    // When
                    List<Instant> killed = new ArrayList<>();
                    while (killed.size() < kills) {
                        killAtRandom(process, random);
                        receiver.awaitQuiet(Duration.ofMillis(100));
                        killed.add(Instant.now());
                        process = installation.start();
                    }
                    process.awaitReady(START_LIMIT).run(Duration.ofSeconds(1));
                    senders.finish();
                    drain(process, installation, receiver);
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

    /** Mostly 0.3 to 3 s after the application is ready; one in five within the start itself. */
    private static void killAtRandom(SealpostProcess process, Random random) throws InterruptedException {
        boolean duringStart = random.nextInt(5) == 0;
        if (!duringStart) {
            process.awaitReady(START_LIMIT);
        }
        process.run(Duration.ofMillis(random.nextInt(300, 3000)));
        process.kill();
    }

    private static void drain(SealpostProcess process, Installation installation, Receiver receiver)
            throws InterruptedException, SQLException {
        Books books = new Books(installation.data());
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        do {
            receiver.awaitQuiet(QUIET);
            process.run(QUIET);
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "Not drained after " + DRAIN_LIMIT + ": " + books.balance() + "\n" + process.tail());
            }
        } while (books.balance().pending() > 0 || !quietFor(receiver));
    }

    private static boolean quietFor(Receiver receiver) {
        long started = System.nanoTime();
        receiver.awaitQuiet(QUIET);
        return System.nanoTime() - started < QUIET.toNanos() * 2;
    }

    private static void balance(Installation installation, Town town, List<Instant> killed)
            throws IOException, SQLException {
        Books books = new Books(installation.data());
        Balance balance = books.balance();
        History history = History.read(installation.folder(), books.deaths(town.paths()), killed);
        Ledger ledger = new Ledger(history, IN_FLIGHT);
        Verdict verdict = ledger.check();
        System.out.println(verdict.table() + "  " + balance);

        assertThat(verdict.problems()).isEmpty();
        assertThat(balance.problems()).isEmpty();
        assertThat(balance.pending()).isZero();
        assertThat(balance.matched() + balance.unmatched()).isEqualTo(ledger.knownEvents());
        assertThat(history.deaths()).extracting(History.DeadDelivery::path).containsOnly(town.hopeless());
        assertThat(history.acked()).hasSizeGreaterThan(100 * killed.size());
    }

    /** All senders at once, until they are told to finish. */
    private static final class Senders {

        private final CountDownLatch stopped = new CountDownLatch(1);
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> running = new ArrayList<>();

        Senders(Installation installation, SendLog log, Random random) {
            SealpostApi api = installation.api();
            for (int i = 0; i < HTTP_SENDERS; i++) {
                running.add(threads.submit(new HttpSender(api, log, new Random(random.nextLong()), stopped)));
            }
            for (int i = 0; i < AMQP_SENDERS; i++) {
                running.add(threads.submit(new AmqpSender(installation, log, new Random(random.nextLong()), stopped)));
            }
        }

        void finish() throws InterruptedException, ExecutionException, TimeoutException {
            stopped.countDown();
            for (Future<?> sender : running) {
                sender.get(60, TimeUnit.SECONDS);
            }
            threads.shutdown();
        }
    }
}
