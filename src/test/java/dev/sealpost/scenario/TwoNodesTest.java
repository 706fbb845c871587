package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.ExternalArtemis;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on the broker of docs/cluster.md and one PostgreSQL, all in processes of their own. One node is killed under load;
 * the other finishes everything, what was slow at the dead one too, and what is ordered in its order. {@code -Dscenario.seed=} repeats a run's choices.
 */
class TwoNodesTest {

    private static final int IN_FLIGHT = 64;
    private static final int HTTP_SENDERS = 4;
    private static final int AMQP_SENDERS = 2;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(60);
    private static final Duration QUIET = Duration.ofMillis(500);
    /** Longer than a delivery may take before it gets a row with a lease. */
    private static final Duration SLOW = Duration.ofMillis(2500);

    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";
    private static final String ORDERED = "/ordered/1";
    private static final int ACCEPTED = 202;
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final int corePort = freePort();
    private final int amqpPort = freePort();
    private final List<Future<?>> senders = new ArrayList<>();
    private final List<String> sentInOrder = new CopyOnWriteArrayList<>();
    private final List<String> succeededInOrder = new CopyOnWriteArrayList<>();

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void finishesWhatAKilledNodeLeft() throws Exception {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println("two-nodes: repeat with -Dscenario.seed=" + seed);
        Random random = new Random(seed);
        try (EmbeddedPostgres database =
                EmbeddedPostgres.builder().setServerConfig("fsync", "on").start()) {
            Installation first = node("two-nodes-1", database);
            Installation second = node("two-nodes-2", database);
            Path folder = first.folder();
            try (TestJvm broker = broker(folder);
                    DurableFile receipts = new DurableFile(folder.resolve(History.RECEIPTS));
                    Receiver receiver = new Receiver(receipt -> note(receipt, receipts));
                    SealpostProcess doomed = first.start().awaitReady(START_LIMIT);
                    SealpostProcess survivor = second.start()) {
                // Given
                Town town = Town.build(first.api(), receiver);
                Audience slow = slow(first.api(), receiver);
                String ordered = ordered(first.api(), receiver);
                survivor.awaitReady(START_LIMIT);
                List<Audience> audiences = new ArrayList<>(town.audiences());
                audiences.add(slow);
                Books books = new Books(url(database));
                try (SendLog log = new SendLog(folder, audiences)) {
                    CountDownLatch stopped = new CountDownLatch(1);
                    List<SealpostApi> nodes = List.of(first.api(), second.api(first.api()));
                    send(nodes, log, random, stopped);
                    Thread inOrder = Thread.ofPlatform().start(() -> sendInOrder(nodes, ordered, stopped));
                    doomed.run(Duration.ofMillis(random.nextInt(4_000, 6_000)));
                    // When
                    doomed.kill();
                    Instant killed = Instant.now();
                    survivor.run(Duration.ofSeconds(3));
                    stopped.countDown();
                    for (Future<?> sender : senders) {
                        sender.get(60, TimeUnit.SECONDS);
                    }
                    inOrder.join(Duration.ofSeconds(60));
                    drain(survivor, books, log.answered() + sentInOrder.size(), receiver);
                    // Then
                    System.out.println(
                            "two-nodes: all delivered " + Duration.between(killed, Instant.now()) + " after the kill");
                    assertThat(broker.running()).isTrue();
                    survivor.terminate(Duration.ofSeconds(60));
                    balance(folder, books, town, killed);
                    assertThat(succeededInOrder)
                            .as("events at the ordered endpoint, in the order of their first success")
                            .containsExactlyElementsOf(sentInOrder)
                            .hasSizeGreaterThan(20);
                }
            }
            first.deleteData();
            second.deleteData();
        }
    }

    private Installation node(String name, EmbeddedPostgres database) throws IOException {
        return Installation.fresh(name, "384m")
                .quickStart()
                .set("SPRING_PROFILES_ACTIVE", "cluster")
                .set("SEALPOST_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres")
                .set("SEALPOST_DATABASE_USER", "postgres")
                .set("SEALPOST_DATABASE_PASSWORD", "none")
                .set("SEALPOST_BROKER_URL", "tcp://127.0.0.1:" + corePort)
                .set("SEALPOST_BROKER_USER", ExternalArtemis.NODE)
                .set("SEALPOST_BROKER_PASSWORD", ExternalArtemis.PASSWORD)
                .set("SEALPOST_ENCRYPTION_KEY", KEY)
                .set("SEALPOST_CLUSTER_DEADAFTER", "9s")
                .set("SEALPOST_DELIVERY_INFLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_DEADLINE", "5s")
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "1s,1s,1s");
    }

    private TestJvm broker(Path folder) {
        return TestJvm.start(
                ExternalArtemis.class,
                "256m",
                folder.resolve("broker.log"),
                folder.resolve("broker").toString(),
                Integer.toString(corePort),
                Integer.toString(amqpPort));
    }

    private static String url(EmbeddedPostgres database) {
        return "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres?user=postgres";
    }

    /** Its deliveries are in rows with leases when the node dies. */
    private static Audience slow(SealpostApi api, Receiver receiver) throws InterruptedException {
        String application = api.createApplication("slow");
        String url = receiver.endpoint("/slow/1", new Manner.Delays(SLOW), SECRET);
        api.createEndpoint(application, url, SECRET, List.of("order.*"));
        return new Audience(application, "order.created", Set.of("/slow/1"));
    }

    /** Fails each event once, and must get them in the order in which they were sent all the same. */
    private static String ordered(SealpostApi api, Receiver receiver) throws InterruptedException {
        String application = api.createApplication("ordered");
        String url = receiver.endpoint(ORDERED, new Manner.FailsFirst(500), SECRET);
        api.createOrderedEndpoint(application, url, SECRET);
        return application;
    }

    private void note(Receipt receipt, DurableFile receipts) {
        if (!receipt.path().equals(ORDERED)) {
            receipts.append(receipt.line());
        } else if (receipt.acceptedByReceiver() && !succeededInOrder.contains(receipt.token())) {
            succeededInOrder.add(receipt.token());
        }
    }

    /** One after the other, each over the other node than the one before, and again until a node has taken it. */
    private void sendInOrder(List<SealpostApi> nodes, String application, CountDownLatch stopped) {
        int turn = 0;
        try {
            for (int number = 1; !stopped.await(150, TimeUnit.MILLISECONDS); number++) {
                String token = "ordered-" + number;
                while (!isKept(nodes.get(turn++ % nodes.size()), application, token)) {
                    stopped.await(100, TimeUnit.MILLISECONDS);
                }
                sentInOrder.add(token);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isKept(SealpostApi node, String application, String token) throws InterruptedException {
        try {
            return node.postMessage(application, "order.created", "{\"token\":\"" + token + "\"}", token) == ACCEPTED;
        } catch (IOException e) {
            return false;
        }
    }

    private void send(List<SealpostApi> nodes, SendLog log, Random random, CountDownLatch stopped) {
        ExecutorService threads = Executors.newCachedThreadPool();
        for (int i = 0; i < HTTP_SENDERS; i++) {
            senders.add(threads.submit(new HttpSender(nodes, log, new Random(random.nextLong()), stopped)));
        }
        AmqpSender.Door door = new AmqpSender.Door(amqpPort, ExternalArtemis.PASSWORD);
        for (int i = 0; i < AMQP_SENDERS; i++) {
            senders.add(threads.submit(new AmqpSender(door, log, new Random(random.nextLong()), stopped)));
        }
        threads.shutdown();
    }

    private static void drain(SealpostProcess process, Books books, long accepted, Receiver receiver)
            throws InterruptedException, SQLException {
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        long quietAt;
        do {
            receiver.awaitQuiet(QUIET);
            process.run(QUIET);
            long started = System.nanoTime();
            receiver.awaitQuiet(QUIET);
            quietAt = System.nanoTime() - started;
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "Not drained after " + DRAIN_LIMIT + ": " + books.balance() + "\n" + process.tail());
            }
        } while (books.balance().events() < accepted || books.balance().pending() > 0 || quietAt > QUIET.toNanos() * 2);
    }

    private void balance(Path folder, Books books, Town town, Instant killed) throws IOException, SQLException {
        Balance balance = books.balance();
        History history = History.read(folder, books.deaths(Map.copyOf(town.paths())), List.of(killed));
        // Requests of the dead node that were on their way are answered after it is gone, a slow one the longest.
        Ledger ledger = new Ledger(history, IN_FLIGHT, SLOW.plusSeconds(1));
        Verdict verdict = ledger.check();
        System.out.println(verdict.table() + "  " + balance);

        assertThat(verdict.problems()).isEmpty();
        assertThat(balance.problems()).isEmpty();
        assertThat(balance.pending()).isZero();
        assertThat(balance.matched() + balance.unmatched()).isEqualTo(ledger.knownEvents() + sentInOrder.size());
        assertThat(history.deaths()).extracting(History.DeadDelivery::path).containsOnly(town.hopeless());
        assertThat(history.acked()).hasSizeGreaterThan(200);
    }
}
