package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Kills the application at points that have a name, and counts: the receiver hears of an event once more than without the
 * kill where an answer was lost, and not even then is an attempt counted twice.
 */
class KillPointsTest {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Kills of a process that may be sending what an earlier kill left: each can cost one more repeat. */
    private static final int LATER_KILLS = 2;

    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";

    private static final String BATCHES = """
            - route:
                id: batches
                from:
                  uri: event:order.batched?batch=3&batchTimeout=1h
                  steps:
                    - setHeader:
                        name: webhook-id
                        expression:
                          header:
                            expression: SealpostBatchId
                    - to:
                        uri: '{{env:BATCHES_URL}}'
                        parameters:
                          httpMethod: POST
            """;

    private final List<Receipt> receipts = new CopyOnWriteArrayList<>();
    private final Map<String, CountDownLatch> held =
            Map.of("/held", new CountDownLatch(1), "/batches", new CountDownLatch(1));
    private final CountDownLatch killed = new CountDownLatch(1);

    /** Holds the first request to {@code /held} and that to {@code /batches} until the sender is gone. */
    private void record(Receipt receipt) {
        receipts.add(receipt);
        CountDownLatch first = held.get(receipt.path());
        if (first != null && first.getCount() > 0) {
            first.countDown();
            try {
                killed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<String> bodies(String path) {
        return receipts.stream()
                .filter(receipt -> receipt.path().equals(path))
                .map(receipt -> receipt.eventId() + " " + receipt.digest())
                .toList();
    }

    @Test
    void repeatsOnlyWhatHadNoAnswerAndCountsNoAttemptTwice() throws Exception {
        Installation installation =
                Installation.fresh("kill-points", "512m").quickStart().set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "4s,4s");
        try (Receiver receiver = new Receiver(this::record);
                SealpostProcess first =
                        withBatches(installation, receiver).start().awaitReady(START_LIMIT)) {
            SealpostApi api = installation.api();
            Books books = new Books(installation.data());
            String retried = endpoint(api, receiver, "retried", new Manner.FailsFirst(500));
            String sending = endpoint(api, receiver, "held", new Manner.Answers(200));
            String accepted = endpoint(api, receiver, "accepted", new Manner.Answers(200));

            // Killed after a failed attempt was recorded, and while another request has no answer yet
            post(api, "retried");
            await().atMost(LIMIT).until(() -> books.waiting(retried, 2) == 1);
            post(api, "held");
            batch(api);
            for (CountDownLatch each : held.values()) {
                assertThat(each.await(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
            }
            first.kill();
            killed.countDown();

            // Killed while it starts, twice: before it opens anything, and when its ports are open
            for (String reached : List.of("Starting SealpostApplication", "Tomcat started on port")) {
                try (SealpostProcess starting = installation.start()) {
                    starting.goOnUntil(() -> !starting.logged(reached).isEmpty());
                    starting.kill();
                }
            }

            // Killed right after a 202
            try (SealpostProcess second = installation.start().awaitReady(START_LIMIT)) {
                post(api, "accepted");
                second.kill();
            }

            try (SealpostProcess last = installation.start().awaitReady(START_LIMIT)) {
                new Drain(books, receiver).await(last, LIMIT);
                assertThat(last.terminate(LIMIT)).isZero();
            }
            assertThat(bodies("/retried")).hasSizeBetween(2, 2 + LATER_KILLS);
            assertThat(books.attempts(retried, 1)).isOne();
            assertThat(books.attempts(retried, 2)).isOne();
            assertThat(bodies("/held")).hasSizeBetween(2, 2 + LATER_KILLS);
            assertThat(books.attempts(sending, 1)).isOne();
            assertThat(books.attempts(sending, 2)).isZero();
            assertThat(bodies("/accepted")).hasSizeBetween(1, 2);
            assertThat(books.attempts(accepted, 1)).isOne();
            assertThat(books.attempts(accepted, 2)).isZero();
            assertThat(bodies("/batches")).hasSizeBetween(2, 2 + LATER_KILLS);
            assertThat(books.attempts("route:batches", 1)).isEqualTo(3);
            for (String path : List.of("/retried", "/held", "/accepted", "/batches")) {
                assertThat(bodies(path))
                        .as("every attempt is the same")
                        .containsOnly(bodies(path).getFirst());
            }
            assertThat(receipts)
                    .filteredOn(receipt -> !receipt.path().equals("/batches"))
                    .allMatch(Receipt::signed);
        }
    }

    private static String endpoint(SealpostApi api, Receiver receiver, String name, Manner manner)
            throws InterruptedException {
        String application = api.createApplication(name);
        return api.createEndpoint(
                application, receiver.endpoint("/" + name, manner, SECRET), SECRET, List.of("order.*"));
    }

    /** Adds a route that posts batches of three events. */
    private static Installation withBatches(Installation installation, Receiver receiver) throws IOException {
        Path routes = Files.createDirectories(installation.folder().resolve("home/routes"));
        Files.writeString(routes.resolve("batches.camel.yaml"), BATCHES);
        return installation.set("BATCHES_URL", receiver.endpoint("/batches", new Manner.Answers(200), SECRET));
    }

    /** Posts the events of one batch. */
    private static void batch(SealpostApi api) throws IOException, InterruptedException {
        api.createApplication("batches");
        for (int i = 0; i < 3; i++) {
            assertThat(api.postMessage("batches", "order.batched", "{\"n\":" + i + "}", "batched-" + i))
                    .isEqualTo(202);
        }
    }

    private static void post(SealpostApi api, String application) throws IOException, InterruptedException {
        assertThat(api.postMessage(application, "order.created", "{\"total\":1.10}", application + "-1"))
                .isEqualTo(202);
    }
}
