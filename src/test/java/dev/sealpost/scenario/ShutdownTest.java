package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Stops the application with SIGTERM under load, starts it again, drains, and balances: a stop repeats nothing. */
class ShutdownTest {

    private static final int IN_FLIGHT = 64;
    private static final int STUCK = 5;
    private static final int LOAD = 200;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration SHUTDOWN = Duration.ofSeconds(3);
    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";

    @Test
    void finishesWhatItCanAndLosesAndRepeatsNothing() throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println("shutdown: repeat with -Dscenario.seed=" + seed);
        Installation installation = Installation.fresh("shutdown", "512m")
                .quickStart()
                .set("SEALPOST_DELIVERY_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_DELIVERY_SHUTDOWN", SHUTDOWN.toSeconds() + "s")
                .set("SEALPOST_ATTEMPT_DEADLINE", "30s")
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "300ms,300ms,300ms");
        Path folder = installation.folder();
        try (DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                Receiver receiver = new Receiver(receipt -> receipts.append(receipt.line()));
                SealpostProcess first = installation.start().awaitReady(START_LIMIT)) {
            // Given load, and a receiver that has hung up on nobody and answers nobody
            SealpostApi api = installation.api();
            Town town = Town.build(api, receiver);
            Stuck stuck = Stuck.build(api, receiver);
            try (SendLog log = new SendLog(folder, town.audiences())) {
                Senders senders = new Senders(installation, log, new Random(seed), 4, 2);
                stuck.post(api, log);
                first.goOnUntil(() -> stuck.isBusy(installation) && log.answered() > LOAD);
                long before = log.answered();
                // When
                long start = System.nanoTime();
                first.askToStop();
                // Then the doors are shut before anything else
                first.goOnUntil(() -> first.health() == 503);
                assertThat(api.postMessage(stuck.audience().application(), "order.created", "{}", "late"))
                        .isEqualTo(503);
                assertThat(first.awaitEnd(Duration.ofSeconds(30))).isZero();
                Duration took = Duration.ofNanos(System.nanoTime() - start);
                System.out.println("shutdown: took " + took);
                assertThat(took).isGreaterThan(SHUTDOWN.minusSeconds(1));
                assertThat(new Books(installation.data()).attempts(stuck.endpoint(), 1))
                        .isZero();
                assertThat(new Books(installation.data()).waiting(stuck.endpoint(), 1))
                        .isEqualTo(STUCK);
                // and the next start goes on where this one stopped
                stuck.recovers(receiver);
                try (SealpostProcess second = installation.start().awaitReady(START_LIMIT)) {
                    second.goOnUntil(() -> log.answered() > before + LOAD);
                    senders.finish();
                    new Drain(new Books(installation.data()), receiver).await(second, Duration.ofSeconds(60));
                    assertThat(second.terminate(Duration.ofSeconds(30))).isZero();
                }
                balance(installation, town, stuck);
            }
        }
    }

    private static void balance(Installation installation, Town town, Stuck stuck) throws Exception {
        Books books = new Books(installation.data());
        new Audit(installation, town, books, IN_FLIGHT).assertNothingLost(List.of());
        assertThat(books.attempts(stuck.endpoint(), 1)).isEqualTo(STUCK);
        assertThat(books.attempts(stuck.endpoint(), 2)).isZero();
    }

    /** An endpoint that never answers. */
    private record Stuck(Audience audience, String endpoint, String path) {

        static Stuck build(SealpostApi api, Receiver receiver) throws InterruptedException {
            String application = api.createApplication("stuck");
            String path = "/stuck/1";
            String url = receiver.endpoint(path, new Manner.Hangs(), SECRET);
            String endpoint = api.createEndpoint(application, url, SECRET, List.of("order.*"));
            return new Stuck(new Audience(application, "order.created", Set.of(path)), endpoint, path);
        }

        void post(SealpostApi api, SendLog log) throws IOException, InterruptedException {
            for (int i = 0; i < STUCK; i++) {
                SendLog.Draft draft = log.draft("stuck", audience, 10);
                assertThat(api.postMessage(
                                draft.audience().application(),
                                draft.audience().eventType(),
                                draft.payload(),
                                draft.token()))
                        .isEqualTo(202);
                log.acked(draft);
            }
        }

        /** All are taken in: those under way have a leased row after a second, the others wait. */
        boolean isBusy(Installation installation) throws Exception {
            return new Books(installation.data()).waiting(endpoint, 1) == STUCK;
        }

        void recovers(Receiver receiver) {
            receiver.endpoint(path, new Manner.Answers(200), SECRET);
        }
    }
}
