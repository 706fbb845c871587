package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.port.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Stops PostgreSQL under load and starts it again: events go on into the broker, and everything goes on by itself. */
class DatabaseDownTest {

    private static final int IN_FLIGHT = 64;
    private static final int TAKEN_BEFORE = 200;
    private static final int TAKEN_MEANWHILE = 100;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void takesEventsWithoutItsDatabaseAndDeliversThemOnceItIsBack() throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println("database-down: repeat with -Dscenario.seed=" + seed);
        Installation installation = Installation.fresh("database-down", "512m").quickStart();
        Path folder = installation.folder();
        int port = FreePorts.next();
        EmbeddedPostgres server = postgres(folder, port);
        installation
                .set("SEALPOST_DELIVERY_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "300ms,300ms,300ms")
                .set("SEALPOST_DATABASE_URL", url(port))
                .set("SEALPOST_DATABASE_USER", "postgres");
        Books books = new Books(url(port) + "?user=postgres");
        try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                Receiver receiver = new Receiver(receipt -> receipts.append(receipt.line()));
                SealpostProcess process = installation.start().awaitReady(START_LIMIT)) {
            // Given
            Town town = Town.build(installation.api(), receiver);
            try (SendLog log = new SendLog(folder, town.audiences())) {
                Senders senders = new Senders(installation, log, new Random(seed), 4, 2);
                process.goOnUntil(() -> log.answered() > TAKEN_BEFORE);
                // When
                server.close();
                process.goOnUntil(() -> process.health() == 503);
                long before = log.answered();
                // Then
                process.goOnUntil(() -> log.answered() > before + TAKEN_MEANWHILE);
                server = postgres(folder, port);
                process.awaitReady(PATIENCE);
                long back = log.answered();
                process.goOnUntil(() -> log.answered() > back + TAKEN_MEANWHILE);
                senders.finish();
                new Drain(books, receiver).await(process, Duration.ofSeconds(60));
                System.out.println("database-down: taken meanwhile more than " + TAKEN_MEANWHILE);
                assertThat(process.terminate(Duration.ofSeconds(40))).isZero();
                balance(installation, town, books);
            }
        } finally {
            server.close();
        }
    }

    private static void balance(Installation installation, Town town, Books books) throws Exception {
        new Audit(installation, town, books, IN_FLIGHT).assertNothingLost(List.of());
    }

    private static String url(int port) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    }

    /** On the same port and the same data each time. */
    private static EmbeddedPostgres postgres(Path folder, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .start();
    }
}
