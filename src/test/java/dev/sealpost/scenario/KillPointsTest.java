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
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Kills the application at points that have a name, and counts: an attempt whose answer was lost is sent again, but only by a
 * later process, and not even then is it counted twice.
 */
class KillPointsTest {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration LIMIT = Duration.ofSeconds(30);

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

    private final List<Sent> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger starts = new AtomicInteger();
    private final Map<String, CountDownLatch> held =
            Map.of("/held", new CountDownLatch(1), "/batches", new CountDownLatch(1));
    private final CountDownLatch killed = new CountDownLatch(1);

    /** @param process number of the process that sent it, by its start */
    private record Sent(int process, Receipt receipt) {

        boolean to(String path) {
            return receipt.path().equals(path);
        }
    }

    /** Starts a process, when all that an earlier one sent has arrived. */
    private SealpostProcess start(Installation installation, Receiver receiver) throws Exception {
        receiver.awaitQuiet(Duration.ofMillis(100));
        starts.incrementAndGet();
        return installation.start();
    }

    /** Holds the first request to {@code /held} and that to {@code /batches} until the sender is gone. */
    private void record(Receipt receipt) {
        requests.add(new Sent(starts.get(), receipt));
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
        return requests.stream()
                .filter(request -> request.to(path))
                .map(Sent::receipt)
                .map(receipt -> receipt.eventId() + " " + receipt.digest())
                .toList();
    }

    /** Returns the processes that sent a request to this path, in the order of the requests. */
    private List<Integer> processes(String path) {
        return requests.stream()
                .filter(request -> request.to(path))
                .map(Sent::process)
                .toList();
    }

    @Test
    void repeatsOnlyWhatHadNoAnswerAndCountsNoAttemptTwice() throws Exception {
        Installation installation =
                Installation.fresh("kill-points", "512m").quickStart().set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "10s,10s");
        try (Receiver receiver = new Receiver(this::record);
                SealpostProcess first =
                        start(withBatches(installation, receiver), receiver).awaitReady(START_LIMIT)) {
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
                try (SealpostProcess starting = start(installation, receiver)) {
                    starting.goOnUntil(() -> !starting.logged(reached).isEmpty());
                    starting.kill();
                }
            }

            // Killed right after a 202
            try (SealpostProcess second = start(installation, receiver).awaitReady(START_LIMIT)) {
                post(api, "accepted");
                second.kill();
            }

            try (SealpostProcess last = start(installation, receiver).awaitReady(START_LIMIT)) {
                new Drain(books, receiver).await(last, LIMIT);
                assertThat(last.terminate(LIMIT)).isZero();
            }
            // The first process had no answer to these, or a failure; a later one may have been killed while it sent
            // them again.
            for (String path : List.of("/retried", "/held", "/batches")) {
                assertThat(processes(path)).as(path).hasSizeGreaterThan(1).startsWith(1);
            }
            assertThat(books.attempts(retried, 1)).isOne();
            assertThat(books.attempts(retried, 2)).isOne();
            assertThat(books.attempts(sending, 1)).isOne();
            assertThat(books.attempts(sending, 2)).isZero();
            assertThat(books.attempts(accepted, 1)).isOne();
            assertThat(books.attempts(accepted, 2)).isZero();
            assertThat(books.attempts("route:batches", 1)).isEqualTo(3);
            for (String path : List.of("/retried", "/held", "/accepted", "/batches")) {
                assertThat(processes(path))
                        .as("no process sends twice to %s", path)
                        .isNotEmpty()
                        .doesNotHaveDuplicates();
                assertThat(bodies(path))
                        .as("every attempt is the same")
                        .containsOnly(bodies(path).getFirst());
            }
            assertThat(requests)
                    .filteredOn(request -> !request.to("/batches"))
                    .extracting(Sent::receipt)
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
