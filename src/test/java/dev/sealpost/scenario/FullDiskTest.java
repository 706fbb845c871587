package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fills the disk that the data directory is on, nearly and wholly. Needs the right to mount a small one of its own. */
@Tag("faults")
class FullDiskTest {

    private static final int IN_FLIGHT = 64;
    private static final int MEBIBYTE = 1024 * 1024;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Fill level of the disk. */
    private enum Fill {
        /** Less than the minimum is left: events are refused, everything else goes on. */
        NEARLY,
        /** Nothing is left although the settings did not ask for a reserve: the journal cannot be written. */
        WHOLLY;

        /** Over AMQP, Artemis may confirm a large message whose file it could not write: docs/guarantees.md. */
        int sendersOverAmqp() {
            return this == NEARLY ? 2 : 0;
        }
    }

    @Test
    void refusesEventsOnANearlyFullDiskAndGoesOnByItselfWhenThereIsRoom() throws Exception {
        Installation installation = installation("disk-nearly-full").set("SEALPOST_BROKER_MINIMUMFREEDISK", "48MB");
        try (SmallDisk disk = mounted(installation)) {
            run(installation, disk, Fill.NEARLY);
        }
    }

    @Test
    void endsWithAMessageWhenTheJournalCannotBeWrittenAndLosesNothing() throws Exception {
        Installation installation = installation("disk-full").set("SEALPOST_BROKER_MINIMUMFREEDISK", "0B");
        lookTooLate(installation);
        try (SmallDisk disk = mounted(installation)) {
            run(installation, disk, Fill.WHOLLY);
        }
    }

    private static Installation installation(String name) throws Exception {
        return Installation.fresh(name, "512m")
                .quickStart()
                .set("SEALPOST_DELIVERY_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "1s,1s,1s");
    }

    /** Artemis looks every second, and refuses events as soon as it sees that nothing is left. Here it looks too late. */
    private static void lookTooLate(Installation installation) throws Exception {
        Path folder = Files.createDirectories(installation.folder().resolve("home/config"));
        String broker = Files.readString(Path.of("config", "broker.xml"));
        String careless = broker.replace("<disk-scan-period>1000<", "<disk-scan-period>3600000<");
        assertThat(careless).isNotEqualTo(broker);
        Files.writeString(folder.resolve("broker.xml"), careless);
    }

    private static SmallDisk mounted(Installation installation) throws Exception {
        SmallDisk disk = SmallDisk.mount(installation.data(), 320L * MEBIBYTE);
        if (!disk.isMounted()) {
            System.out.println("SKIPPED: a small disk cannot be mounted here (" + disk.reason()
                    + "), so it was NOT shown what happens when the disk is full.");
        }
        assumeTrue(disk.isMounted(), "mounting is not allowed");
        return disk;
    }

    private static void run(Installation installation, SmallDisk disk, Fill fill) throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println("full-disk " + fill + ": repeat with -Dscenario.seed=" + seed);
        Path folder = installation.folder();
        try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                Receiver receiver = new Receiver(receipt -> receipts.append(receipt.line()));
                SealpostProcess first = installation.start().awaitReady(START_LIMIT)) {
            // Given
            Town town = Town.build(installation.api(), receiver);
            try (SendLog log = new SendLog(folder, town.audiences())) {
                Senders senders = new Senders(installation, log, new Random(seed), 4, fill.sendersOverAmqp());
                first.goOnUntil(() -> log.answered() > 200);
                // When, then
                switch (fill) {
                    case NEARLY -> {
                        nearly(disk, log, first);
                        finish(installation, town, senders, receiver, first);
                    }
                    case WHOLLY -> {
                        wholly(disk, first);
                        try (SealpostProcess second = installation.start().awaitReady(START_LIMIT)) {
                            finish(installation, town, senders, receiver, second);
                        }
                    }
                }
            }
        }
    }

    private static void nearly(SmallDisk disk, SendLog log, SealpostProcess process) throws Exception {
        disk.fillUpTo(20L * MEBIBYTE);
        awaitRest(log);
        process.assertRunning();
        assertThat(process.logged("event.refused")).isNotEmpty();
        assertThat(process.health()).isEqualTo(204);
        long before = log.answered();
        disk.empty();
        Awaitility.await().atMost(PATIENCE).until(() -> log.answered() > before + 100);
    }

    /** Blocks until no event was answered as kept for five seconds. */
    private static void awaitRest(SendLog log) {
        AtomicLong last = new AtomicLong(-1);
        Awaitility.await().atMost(PATIENCE).during(Duration.ofSeconds(5)).until(() -> {
            long now = log.answered();
            return last.getAndSet(now) == now;
        });
    }

    private static void wholly(SmallDisk disk, SealpostProcess process) throws Exception {
        disk.fillUpTo(0);
        int exitCode = process.awaitEnd(PATIENCE);
        assertThat(exitCode).as(process::tail).isEqualTo(74);
        assertThat(process.logged("node.fatal")).singleElement().asString().contains("exitCode=74");
        disk.empty();
    }

    private static void finish(
            Installation installation, Town town, Senders senders, Receiver receiver, SealpostProcess process)
            throws Exception {
        process.assertRunning();
        senders.finish();
        Books books = new Books(installation.data());
        new Drain(books, receiver).await(process, PATIENCE);
        assertThat(process.terminate(Duration.ofSeconds(40))).isZero();
        Balance balance = books.balance();
        History history = History.read(installation.folder(), books.deaths(town.paths()), List.of());
        Ledger ledger = new Ledger(history, IN_FLIGHT);
        Verdict verdict = ledger.check();
        System.out.println(verdict.table() + "  " + balance);

        assertThat(verdict.lost()).isEmpty();
        assertThat(verdict.invented()).isEmpty();
        assertThat(verdict.renamed()).isEmpty();
        assertThat(verdict.altered()).isEmpty();
        assertThat(balance.problems()).isEmpty();
        assertThat(balance.pending()).isZero();
        assertThat(balance.matched() + balance.unmatched()).isEqualTo(ledger.knownEvents());
    }
}
