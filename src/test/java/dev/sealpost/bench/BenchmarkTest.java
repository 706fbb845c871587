package dev.sealpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.port.FreePorts;
import dev.sealpost.scenario.SealpostApi;
import dev.sealpost.scenario.TestJvm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Measures and prints; it fails only when something cannot be measured. {@code -Dbench.rows=a,b} measures some of the rows:
 * {@code proof a b c d e} on SQLite, {@code pc pd} on PostgreSQL.
 */
@Tag("bench")
class BenchmarkTest {

    private static final Set<String> ROWS =
            Set.of(System.getProperty("bench.rows", "proof,a,b,c,d,e,pc,pd").split(","));
    private static final List<String> ON_SQLITE = List.of("c", "d", "e");
    private static final List<String> ON_POSTGRESQL = List.of("pc", "pd");
    private static final int RAW_THREADS = 64;
    private static final int LEAD = 8192;
    /** At a high rate there are more of them: five seconds at least. */
    private static final int LATENCIES = 10_000;
    /** A row takes up to a minute and a half, and the whole less than ten minutes. */
    private static final Duration LATEST_ROW = Duration.ofSeconds(500);

    private final Path folder = Path.of("target", "bench").toAbsolutePath();
    private final Table table = new Table();
    private final long begun = System.nanoTime();

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void printsOneTable() throws Exception {
        Files.createDirectories(folder);
        try (ReceiverProcess receiver = ReceiverProcess.start(folder)) {
            table.note(String.format(
                    "%d processors, Java %s, payload 1 KiB, medians of %d windows of %d s after a warm-up",
                    Runtime.getRuntime().availableProcessors(),
                    Runtime.version(),
                    Meter.WINDOWS,
                    Meter.WINDOW.toSeconds()));
            long most = measured("proof") ? proof(receiver) : 0;
            if (measured("a")) {
                raw(receiver);
            }
            if (measured("b")) {
                plain(receiver);
            }
            sealpost(receiver);
            table.ratio("d sqlite", "a", 0.45);
            table.ratio("d postgresql", "a", 0.45);
            table.ratio("c sqlite", "b", 1.2);
            table.ratio("c postgresql", "b", 1.2);
            table.ratio("e sqlite", "b", 0.6);
            if (most > 0) {
                table.note(receiverProof(most));
            }
        } finally {
            System.out.println(table);
            Files.writeString(folder.resolve("table.txt"), table + System.lineSeparator());
        }
        assertThat(table.highest()).isPositive();
    }

    private boolean measured(String row) {
        if (!ROWS.contains(row)) {
            return false;
        }
        boolean inTime = System.nanoTime() - begun < LATEST_ROW.toNanos();
        if (!inTime) {
            table.note("(" + row + ") left out: this machine is too slow for all rows in ten minutes; -Dbench.rows="
                    + row + " measures it alone");
        }
        return inTime;
    }

    private String receiverProof(long most) {
        long load = Stream.of("b", "c sqlite", "c postgresql", "d sqlite", "d postgresql", "e sqlite")
                .flatMap(key -> table.rate(key).stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
        String taken = String.format("receiver: takes %,d/s with pipelined requests", most);
        return load == 0
                ? taken
                : taken + String.format(", %.1f times the highest of (b) to (e)", most / (double) load);
    }

    private long proof(ReceiverProcess receiver) throws InterruptedException {
        AtomicBoolean open = new AtomicBoolean(true);
        List<Thread> clients = new HttpFeed().proof(receiver.uri("/proof"), open::get);
        try {
            return new Meter(receiver).glance();
        } finally {
            open.set(false);
            join(clients);
        }
    }

    private void raw(ReceiverProcess receiver) throws InterruptedException {
        String url = receiver.uri("/raw").toString();
        try (TestJvm raw =
                TestJvm.start(RawLoop.class, "1g", folder.resolve("raw.log"), url, Integer.toString(RAW_THREADS))) {
            long rate = new Meter(receiver).median();
            table.rate("a", "HttpClient 5 loop, signed, " + RAW_THREADS + " virtual threads", rate);
            raw.kill();
        }
    }

    private void plain(ReceiverProcess receiver) throws Exception {
        int best = 0;
        long most = 0;
        for (int consumers : List.of(4, 16, 64)) {
            long rate = plain(receiver, consumers, true);
            table.note(String.format("%-13s   %d consumers, one window of 5 s: %,d/s", "", consumers, rate));
            best = rate > most ? consumers : best;
            most = Math.max(rate, most);
        }
        table.rate("b", "Camel jms transacted -> sign -> http, " + best + " consumers", plain(receiver, best, false));
    }

    private long plain(ReceiverProcess receiver, int consumers, boolean glance) throws Exception {
        int port = FreePorts.next();
        Path broker = folder.resolve("plain-" + consumers + (glance ? "-glance" : ""));
        String url = receiver.uri("/plain").toString();
        try (TestJvm route = TestJvm.start(
                        PlainRoute.class,
                        "2g",
                        folder.resolve("plain-" + consumers + ".log"),
                        broker.toString(),
                        Integer.toString(port),
                        url,
                        Integer.toString(consumers));
                JmsFeed producer = connect(port, route)) {
            return flooded(receiver, producer, Subscribers.ONE_EACH, glance);
        } finally {
            deleteAll(broker);
        }
    }

    private static JmsFeed connect(int port, TestJvm route) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try {
                return new JmsFeed(port, "", "");
            } catch (JMSException e) {
                if (!route.running() || System.nanoTime() > deadline) {
                    throw e;
                }
                Meter.pass(Duration.ofMillis(100));
            }
        }
    }

    private void sealpost(ReceiverProcess receiver) throws Exception {
        if (!Collections.disjoint(ROWS, ON_SQLITE)) {
            sealpost(receiver, new Store.Sqlite(), ON_SQLITE);
        }
        if (!Collections.disjoint(ROWS, ON_POSTGRESQL)) {
            try (EmbeddedPostgres server = postgreSql()) {
                Store store = new Store.PostgreSql(server.getJdbcUrl("postgres", "postgres"));
                sealpost(receiver, store, ON_POSTGRESQL);
            }
        }
    }

    /** One process for all rows of a database: only the first of them has to warm all of it up. */
    private void sealpost(ReceiverProcess receiver, Store store, List<String> rows) throws Exception {
        try (SealpostRun run = SealpostRun.start(store, receiver);
                JmsFeed producer = run.producer()) {
            for (String row : rows) {
                if (measured(row)) {
                    switch (row) {
                        case "c", "pc" -> fedByJms(receiver, producer, store);
                        case "d", "pd" -> fannedOut(receiver, producer, store);
                        default -> fedByApi(receiver, run.api(), store);
                    }
                    awaitQuiet(receiver);
                }
            }
        }
    }

    private void fedByJms(ReceiverProcess receiver, JmsFeed producer, Store store) throws Exception {
        long most = flooded(receiver, producer, Subscribers.ONE_EACH, false);
        table.rate("c " + store.name(), "Sealpost, JMS producer, fan-out 1", most);
        latency(receiver, producer, store, 1000);
        latency(receiver, producer, store, (int) (most / 2));
    }

    private void latency(ReceiverProcess receiver, JmsFeed producer, Store store, int rate)
            throws InterruptedException {
        awaitQuiet(receiver);
        producer.openLoop(rate, Duration.ofSeconds(3), Subscribers.ONE_EACH);
        awaitQuiet(receiver);
        receiver.record();
        producer.openLoop(rate, Duration.ofSeconds(Math.max(5, LATENCIES / rate)), Subscribers.ONE_EACH);
        awaitQuiet(receiver);
        table.latency(
                String.format("publish to receipt on %s, open loop, %,d/s", store.name(), rate), receiver.latencies());
    }

    private void fannedOut(ReceiverProcess receiver, JmsFeed producer, Store store) throws Exception {
        table.rate(
                "d " + store.name(),
                "Sealpost, JMS producer, fan-out 10 (deliveries)",
                flooded(receiver, producer, Subscribers.TEN_EACH, false));
    }

    private void fedByApi(ReceiverProcess receiver, SealpostApi api, Store store) throws Exception {
        HttpFeed feed = new HttpFeed();
        try (Lead lead = new Lead(receiver, LEAD, 1)) {
            List<Thread> clients = feed.messages(api, lead, Subscribers.ONE_EACH);
            long rate = new Meter(receiver).median();
            lead.close();
            join(clients);
            table.rate("e " + store.name(), "Sealpost, REST API, fan-out 1", rate);
        }
        if (feed.refused() > 0) {
            table.note("(e): " + feed.refused() + " posts were refused");
        }
    }

    private long flooded(ReceiverProcess receiver, JmsFeed producer, Subscribers subscribers, boolean glance)
            throws InterruptedException {
        int fanOut = subscribers.fanOut();
        try (Lead lead = new Lead(receiver, Math.max(LEAD / fanOut, 2048), fanOut)) {
            List<Thread> sessions = producer.flood(lead, subscribers);
            Meter meter = new Meter(receiver);
            long rate = glance ? meter.glance() : meter.median();
            lead.close();
            join(sessions);
            if (producer.failures() > 0) {
                table.note(producer.failures() + " sends were not confirmed");
            }
            return rate;
        }
    }

    private static void awaitQuiet(ReceiverProcess receiver) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long before = -1;
        for (long now = receiver.count(); now != before && System.nanoTime() < deadline; now = receiver.count()) {
            before = now;
            Meter.pass(Duration.ofMillis(500));
        }
    }

    /** Durable, which this embedded server is not by default. */
    private EmbeddedPostgres postgreSql() throws IOException {
        Path data = folder.resolve("postgresql");
        deleteAll(data);
        return EmbeddedPostgres.builder()
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("fsync", "on")
                .setDataDirectory(data)
                .setCleanDataDirectory(true)
                .start();
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(10));
        }
    }

    private static void deleteAll(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(path);
            }
        }
    }
}
