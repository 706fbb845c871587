package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.EmbeddedBroker;
import dev.sealpost.broker.FastProducer;
import dev.sealpost.broker.FillJournal;
import dev.sealpost.port.FreePorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What much of something costs: rows that wait for a dead endpoint, events that wait in the broker at the start, dead letters
 * that are sent again. Prints figures, which docs/operations.md has; {@code -Dscenario.size=0.1} does it with a tenth.
 */
@Tag("faults")
class VolumeTest {

    private static final double SIZE = Double.parseDouble(System.getProperty("scenario.size", "1"));
    private static final String SECRET = TinyPipeline.SECRET;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int PAYLOAD = 200;
    private static final int HEALTHY_APPLICATIONS = 20;
    private static final int RATE = 200;
    private static final int TYPES = 16;
    private static final int WARM_UP = 8_000;
    private static final double HEAP_GROWTH = 0.25;

    /** As the backlog looks for what is due, and as a page of it is leased. */
    private static final String FIRST_OF_EACH = """
            WITH RECURSIVE destination (id) AS (
                SELECT MIN(destination_id) FROM due_delivery
                UNION ALL
                SELECT (SELECT MIN(destination_id) FROM due_delivery WHERE destination_id > destination.id)
                FROM destination WHERE destination.id IS NOT NULL)
            SELECT id, (SELECT MIN(due_at) FROM due_delivery WHERE destination_id = id) AS due_at
            FROM destination WHERE id IS NOT NULL
            """;

    private static final String PAGE = """
            SELECT due.event_id, event.payload FROM due_delivery due JOIN event ON event.id = due.event_id
            WHERE due.destination_id = '%s' AND due.due_at <= %d ORDER BY due.due_at, due.event_id LIMIT 128
            """;

    private final Arrivals arrivals = new Arrivals();

    private static int share(int full) {
        return (int) (full * SIZE);
    }

    @Test
    void servesOthersWhileMuchIsDueForADeadEndpoint() throws Exception {
        int rows = share(200_000);
        Installation installation = Installation.fresh("volume-due", "1g")
                .set("SEALPOST_ATTEMPT_BREAKER_OPENFOR", "5s")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s,5s");
        try (Receiver receiver = new Receiver(arrivals::note);
                SealpostProcess process = installation.start().awaitReady(LIMIT)) {
            // Given
            SealpostApi api = installation.api();
            Books books = new Books(installation.data());
            String application = api.createApplication("dead");
            String nobody = "http://127.0.0.1:" + FreePorts.next() + "/dead";
            String dead = api.createEndpoint(application, nobody, SECRET, List.of("order.*"));
            try (OpenLoop live = new OpenLoop(api, healthy(api, receiver), arrivals)) {
                warmUp(live);
                Latencies alone = live(live, Duration.ofSeconds(15));
                long heapBefore = process.liveBytes("before");
                // When
                Instant begun = Instant.now();
                flood(installation, application, rows);
                Latencies filling = live(live, Duration.ofSeconds(10));
                await(() -> books.waiting(dead) >= rows);
                Duration filled = Duration.between(begun, Instant.now());
                process.run(Duration.ofSeconds(6));
                Latencies during = live(live, Duration.ofSeconds(30));
                // Then
                long heap = process.liveBytes("during");
                System.out.printf(
                        "volume-due: %,d rows after %s%n  healthy alone         %s%n  while rows come       %s%n"
                                + "  while they are due    %s%n  look for what is due  %s%n  a page of 128         %s%n"
                                + "  heap after GC         %,d -> %,d bytes%n",
                        books.waiting(dead),
                        filled,
                        alone,
                        filling,
                        during,
                        books.time(FIRST_OF_EACH, 50),
                        books.time(PAGE.formatted(dead, System.currentTimeMillis()), 50),
                        heapBefore,
                        heap);
                assertThat(books.waiting(dead)).isGreaterThanOrEqualTo(rows);
                assertThat(heap).isLessThan((long) (heapBefore * (1 + HEAP_GROWTH)));
            }
        }
        installation.deleteData();
    }

    @Test
    void startsWithMuchWaitingInTheBroker() throws Exception {
        int events = share(1_000_000);
        List<String> types =
                IntStream.rangeClosed(1, TYPES).mapToObj(i -> "order." + i).toList();
        LongAdder received = new LongAdder();
        AtomicLong firstAt = new AtomicLong();
        Installation installation = Installation.fresh("volume-start", "1g");
        try (Receiver receiver = new Receiver(receipt -> {
            firstAt.compareAndSet(0, System.nanoTime());
            received.increment();
        })) {
            // Given
            String application;
            try (SealpostProcess process = installation.start().awaitReady(LIMIT)) {
                application = installation.api().createApplication("waiting");
                for (String type : types) {
                    String url = receiver.endpoint("/" + type, new Manner.Counts(200), SECRET);
                    installation.api().createEndpoint(application, url, SECRET, List.of(type));
                }
                assertThat(process.terminate(LIMIT)).isZero();
            }
            Instant begun = Instant.now();
            fill(installation, application, String.join(",", types), events);
            Duration filled = Duration.between(begun, Instant.now());
            // When
            long started = System.nanoTime();
            try (SealpostProcess process = installation.start().awaitReady(PATIENCE)) {
                Duration ready = Duration.ofNanos(System.nanoTime() - started);
                await(() -> received.sum() > 0);
                Duration first = Duration.ofNanos(firstAt.get() - started);
                process.run(Duration.ofSeconds(5));
                long before = received.sum();
                long begin = System.nanoTime();
                process.run(Duration.ofSeconds(20));
                double rate = (received.sum() - before) * 1e9 / (System.nanoTime() - begin);
                long resident = process.residentBytes();
                long heap = process.liveBytes("draining");
                // Then
                System.out.printf(
                        "volume-start: %,d events of %d bytes waited in the broker (filled in %s)%n"
                                + "  ready after           %s%n  first delivery after  %s%n  drains                %,.0f a second%n"
                                + "  heap after GC         %,d bytes%n  resident              %,d bytes%n",
                        events, PAYLOAD, filled, ready, first, rate, heap, resident);
                assertThat(received.sum()).isGreaterThan(before);
                assertThat(heap).isLessThan(512L << 20);
            }
        }
        installation.deleteData();
    }

    @Test
    void servesOthersWhileMuchIsSentAgain() throws Exception {
        Installation installation = Installation.fresh("volume-replay", "1g")
                .set("SEALPOST_REPLAY_RATE", "2000")
                .set("SEALPOST_REPLAY_BACKLOG", "2000");
        sendAgain("volume-replay, 2,000 a second", installation, (api, task) -> {
            await(() -> !api.task(task).path("status").asText().equals("running"));
            assertThat(api.task(task).path("status").asText()).isEqualTo("finished");
            assertThat(api.task(task).path("data").path("sent").asInt()).isEqualTo(share(100_000));
        });
    }

    @Test
    void servesOthersWhileMuchIsSentAgainAtTheDefaultRate() throws Exception {
        Installation installation = Installation.fresh("volume-replay-default", "1g");
        sendAgain("volume-replay, at the default rate", installation, SealpostApi::cancel);
    }

    /** End of a replay after the measurement. */
    private interface End {
        void take(SealpostApi api, String task) throws Exception;
    }

    private void sendAgain(String name, Installation installation, End end) throws Exception {
        int letters = share(100_000);
        try (Receiver receiver = new Receiver(arrivals::note);
                SealpostProcess process = installation.start().awaitReady(LIMIT)) {
            // Given
            SealpostApi api = installation.api();
            Books books = new Books(installation.data());
            String application = api.createApplication("failed");
            String url = receiver.endpoint("/failed", new Manner.Counts(500), SECRET);
            String failed = api.createEndpoint(
                    application,
                    url,
                    SECRET,
                    Map.of("retrySchedule", List.of(), "breaker", Map.of("consecutiveFailures", 0), "concurrency", 64));
            try (OpenLoop live = new OpenLoop(api, healthy(api, receiver), arrivals)) {
                Instant since = Instant.now();
                flood(installation, application, letters);
                await(() -> books.dead(failed) >= letters);
                Duration died = Duration.between(since, Instant.now());
                receiver.endpoint("/failed", new Manner.Counts(200), SECRET);
                warmUp(live);
                Latencies alone = live(live, Duration.ofSeconds(15));
                long heapBefore = process.liveBytes("before");
                // When
                Instant begun = Instant.now();
                String task = api.recover(application, failed, since.minusSeconds(1));
                Latencies during = live(live, Duration.ofSeconds(30));
                long sent = api.task(task).path("data").path("sent").asLong();
                long heap = process.liveBytes("during");
                end.take(api, task);
                Duration ended = Duration.between(begun, Instant.now());
                await(() -> books.waiting(failed) == 0);
                // Then
                System.out.printf(
                        "%s: %,d dead letters (died within %s), task ended after %s%n"
                                + "  live alone            %s%n  while they are sent   %s (%,d sent by then)%n"
                                + "  heap after GC         %,d -> %,d bytes%n",
                        name, letters, died, ended, alone, during, sent, heapBefore, heap);
                assertThat(sent).isPositive();
                Balance balance = books.balance();
                assertThat(balance.dead()).as("deaths are counted for ever").isEqualTo(letters);
                assertThat(balance.owed()).isEqualTo(balance.delivered() + letters);
                assertThat(balance.pending()).isZero();
                assertThat(heap).isLessThan((long) (heapBefore * (1 + HEAP_GROWTH)));
            }
        }
        installation.deleteData();
    }

    private static List<String> healthy(SealpostApi api, Receiver receiver) throws InterruptedException {
        List<String> applications = new ArrayList<>();
        for (int i = 0; i < HEALTHY_APPLICATIONS; i++) {
            String application = api.createApplication("healthy-" + i);
            String url = receiver.endpoint("/healthy/" + i, new Manner.Answers(200), SECRET);
            api.createEndpoint(application, url, SECRET, List.of("order.*"));
            applications.add(application);
        }
        return applications;
    }

    /** Java compiles what is often used, on both sides. */
    private void warmUp(OpenLoop load) {
        arrivals.forget();
        load.send(WARM_UP, 2 * RATE);
        arrivals.awaitHealthy(WARM_UP, LIMIT);
    }

    /** Sends to the healthy for a while, each of which must arrive. */
    private Latencies live(OpenLoop load, Duration time) {
        arrivals.forget();
        int count = (int) (RATE * time.toSeconds());
        load.send(count, RATE);
        arrivals.awaitHealthy(count, LIMIT);
        assertThat(arrivals.healthy()).isEqualTo(count);
        return arrivals.latencies();
    }

    private static void flood(Installation installation, String application, int count) throws Exception {
        byte[] payload = ("{\"filling\":\"" + "x".repeat(PAYLOAD - 14) + "\"}").getBytes(StandardCharsets.US_ASCII);
        Map<String, String> properties = Map.of("sealpost_application", application, "sealpost_type", "order.created");
        try (FastProducer producer =
                FastProducer.at(installation.corePort(), EmbeddedBroker.USER, installation.brokerPassword())) {
            for (int i = 0; i < count; i++) {
                producer.send(properties, payload);
            }
            producer.awaitConfirmed();
        }
    }

    private static void fill(Installation installation, String application, String types, int count)
            throws IOException, InterruptedException {
        try (TestJvm filling = TestJvm.start(
                FillJournal.class,
                "1g",
                installation.folder().resolve("fill.log"),
                installation.data().toString(),
                application,
                types,
                Integer.toString(count),
                Integer.toString(PAYLOAD))) {
            assertThat(filling.end(PATIENCE)).isZero();
        }
    }

    private static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(condition);
    }
}
