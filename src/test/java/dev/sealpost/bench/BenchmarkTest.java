package dev.sealpost.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.port.FreePorts;
import dev.sealpost.scenario.TestJvm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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
 * {@code proof a b c d e} on SQLite, {@code pc pd} on PostgreSQL. {@code cold flood flood64 pcold pflood pflood64} have no room
 * in the ten minutes of the others and are measured only when they are selected.
 */
@Tag("bench")
class BenchmarkTest {

    private static final Set<String> ROWS =
            Set.of(System.getProperty("bench.rows", "proof,a,b,c,d,e,pc,pd").split(","));
    private static final List<String> ON_SQLITE = List.of("c", "d", "e", "flood", "flood64");
    private static final List<String> ON_POSTGRESQL = List.of("pc", "pd", "pflood", "pflood64");
    private static final int RAW_THREADS = 64;
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
            return new JmsLoad(receiver, producer, table)
                    .during(Subscribers.ONE_EACH, glance ? Meter::glance : Meter::median);
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
        if (measured("cold")) {
            new ColdStart(receiver, table).measure(new Store.Sqlite());
        }
        sealpost(receiver, new Store.Sqlite(), ON_SQLITE);
        if (ROWS.contains("pcold") || !Collections.disjoint(ROWS, ON_POSTGRESQL)) {
            try (EmbeddedPostgres server = postgreSql()) {
                if (measured("pcold")) {
                    new ColdStart(receiver, table).measure(database(server, "cold"));
                }
                sealpost(receiver, database(server, "warm"), ON_POSTGRESQL);
            }
        }
    }

    private static Store database(EmbeddedPostgres server, String name) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return new Store.PostgreSql(server.getJdbcUrl("postgres", name));
    }

    /** One process for all rows of a database: only the first of them has to warm all of it up. */
    private void sealpost(ReceiverProcess receiver, Store store, List<String> rows) throws Exception {
        if (Collections.disjoint(ROWS, rows)) {
            return;
        }
        try (SealpostRun run = SealpostRun.start(store, receiver);
                JmsFeed producer = run.producer()) {
            SealpostRows of = new SealpostRows(receiver, table, run, store.name());
            Flood flood = new Flood(receiver, table, run);
            for (String row : rows) {
                if (measured(row)) {
                    switch (row) {
                        case "c", "pc" -> of.jms(producer);
                        case "d", "pd" -> of.fanOut(producer);
                        case "e" -> of.api();
                        case "flood", "pflood" -> flood.measure("flood " + store.name(), Subscribers.LONE);
                        default -> flood.measure("flood64 " + store.name(), Subscribers.ONE_EACH);
                    }
                    receiver.awaitQuiet();
                }
            }
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
