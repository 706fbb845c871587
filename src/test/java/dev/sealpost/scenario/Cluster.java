package dev.sealpost.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.broker.ExternalArtemis;
import dev.sealpost.port.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * What nodes of the profile {@code cluster} share in a scenario: one PostgreSQL, the receiver and the senders, an ordered
 * endpoint, one whose deliveries are in rows with leases, and the books that are balanced at the end. The broker is the
 * scenario's own.
 */
final class Cluster implements AutoCloseable {

    static final Duration START_LIMIT = Duration.ofSeconds(60);

    private static final int ACCEPTED = 202;
    private static final int IN_FLIGHT = 64;
    private static final int HTTP_SENDERS = 4;
    private static final int AMQP_SENDERS = 2;
    private static final Duration DRAIN_LIMIT = Duration.ofSeconds(90);
    private static final Duration QUIET = Duration.ofMillis(500);
    /** Longer than a delivery may take before it gets a row with a lease. */
    private static final Duration SLOW = Duration.ofMillis(2500);

    private static final String SECRET = "whsec_c2NlbmFyaW8tc2VjcmV0LXNjZW5hcmlvLXNlY3JldA==";
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final BrokerDoor door;
    private final Random random;
    private final EmbeddedPostgres database;
    private final List<Installation> nodes = new ArrayList<>();
    private final DurableFile receipts;
    private final Receiver receiver;
    private final InOrder inOrder = new InOrder();
    private final Books books;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final List<Future<?>> senders = new ArrayList<>();
    private Optional<Settled> settled = Optional.empty();

    /**
     * How the broker is reached.
     *
     * @param url by nodes
     * @param amqpPorts by producers, tried in turn
     */
    record BrokerDoor(String url, List<Integer> amqpPorts) {

        BrokerDoor {
            amqpPorts = List.copyOf(amqpPorts);
        }

        static BrokerDoor of(SharedBroker broker) {
            return new BrokerDoor(broker.url(), List.of(broker.amqpPort()));
        }
    }

    /** Subscriptions of the scenario, and the events sent to them. */
    private record Settled(Town town, SendLog log) {}

    /** Prints the seed: {@code -Dscenario.seed=} repeats a run's choices, not its timing. */
    Cluster(String name, int size, BrokerDoor door) throws IOException {
        long seed = Long.getLong("scenario.seed", System.nanoTime() & 0xffffff);
        System.out.println(name + ": repeat with -Dscenario.seed=" + seed);
        this.door = door;
        random = new Random(seed);
        database = EmbeddedPostgres.builder()
                .setPort(FreePorts.next())
                .setServerConfig("fsync", "on")
                .start();
        books = new Books(url() + "?user=postgres");
        for (int number = 1; number <= size; number++) {
            nodes.add(install(name + "-" + number));
        }
        receipts = new DurableFile(folder().resolve(History.RECEIPTS));
        receiver = new Receiver(this::note);
    }

    private String url() {
        return "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/postgres";
    }

    private Installation install(String name) throws IOException {
        return Installation.fresh(name, "384m")
                .quickStart()
                .set("SPRING_PROFILES_ACTIVE", "cluster")
                .set("SEALPOST_DATABASE_URL", url())
                .set("SEALPOST_DATABASE_USER", "postgres")
                .set("SEALPOST_DATABASE_PASSWORD", "none")
                .set("SEALPOST_BROKER_URL", door.url())
                .set("SEALPOST_BROKER_USER", ExternalArtemis.NODE)
                .set("SEALPOST_BROKER_PASSWORD", ExternalArtemis.PASSWORD)
                .set("SEALPOST_ENCRYPTION_KEY", KEY)
                .set("SEALPOST_CLUSTER_DEADAFTER", "9s")
                // Dead letters are wanted here, and an alert is an event too.
                .set("SEALPOST_ALERTS_EVERY", "1h")
                .set("SEALPOST_DELIVERY_INFLIGHT", Integer.toString(IN_FLIGHT))
                .set("SEALPOST_ATTEMPT_DEADLINE", "5s")
                .set("SEALPOST_ATTEMPT_BREAKER_CONSECUTIVEFAILURES", "0")
                .set("SEALPOST_ATTEMPT_RETRYSCHEDULE", "300ms,300ms,300ms");
    }

    private void note(Receipt receipt) {
        if (!inOrder.note(receipt)) {
            receipts.append(receipt.line());
        }
    }

    /** @param number from 1 */
    Installation node(int number) {
        return nodes.get(number - 1);
    }

    /** Returns the folder for the records of the scenario. */
    Path folder() {
        return node(1).folder();
    }

    Random random() {
        return random;
    }

    private Settled settled() {
        return settled.orElseThrow(() -> new IllegalStateException("nobody has settled yet"));
    }

    /** Events that were answered as kept. */
    long kept() {
        return settled().log().answered() + inOrder.sent();
    }

    /** Of every node, with the token that the first one has made. */
    private List<SealpostApi> apis() {
        SealpostApi first = node(1).api();
        return nodes.stream().map(node -> node.api(first)).toList();
    }

    /** Makes the applications and endpoints; the first node is ready. */
    void settle() throws IOException, InterruptedException {
        SealpostApi api = node(1).api();
        Town town = Town.build(api, receiver);
        List<Audience> audiences = new ArrayList<>(town.audiences());
        audiences.add(slow(api));
        inOrder.settle(api, receiver, SECRET);
        settled = Optional.of(new Settled(town, new SendLog(folder(), audiences)));
    }

    private Audience slow(SealpostApi api) throws InterruptedException {
        String application = api.createApplication("slow");
        String url = receiver.endpoint("/slow/1", new Manner.Delays(SLOW), SECRET);
        api.createEndpoint(application, url, SECRET, List.of("order.*"));
        return new Audience(application, "order.created", Set.of("/slow/1"));
    }

    /** Returns the receiver, for endpoints that a scenario adds. */
    Receiver receiver() {
        return receiver;
    }

    Books books() {
        return books;
    }

    /** Posts one event to the first node, once. */
    SealpostApi.Answer post(String sender) throws IOException, InterruptedException {
        return post(sender, settled().town().audiences().getFirst());
    }

    /** The same, for somebody else. */
    SealpostApi.Answer post(String sender, Audience audience) throws IOException, InterruptedException {
        Settled all = settled();
        SendLog.Draft draft = all.log().draft(sender, audience, 100);
        SealpostApi.Answer answer =
                node(1).api().post(audience.application(), audience.eventType(), draft.payload(), draft.token());
        if (answer.status() == ACCEPTED) {
            all.log().acked(draft);
        }
        return answer;
    }

    /** Sends to all nodes in turn, and over AMQP, until {@link #finish}. */
    void begin() {
        List<SealpostApi> apis = apis();
        SendLog log = settled().log();
        ExecutorService threads = Executors.newCachedThreadPool();
        for (int i = 0; i < HTTP_SENDERS; i++) {
            senders.add(threads.submit(new HttpSender(apis, log, new Random(random.nextLong()), stopped)));
        }
        AmqpSender.Door amqp = new AmqpSender.Door(door.amqpPorts(), ExternalArtemis.PASSWORD);
        for (int i = 0; i < AMQP_SENDERS; i++) {
            senders.add(threads.submit(new AmqpSender(amqp, log, new Random(random.nextLong()), stopped)));
        }
        threads.shutdown();
        inOrder.begin(apis, stopped);
    }

    /** Blocks until this node delivers to the slow endpoint from rows that it has leased. */
    void awaitRowsWithLeases(SealpostProcess process) throws Exception {
        process.goOnUntil(() -> books.leased() >= 2);
    }

    /** Blocks until so many more events were answered as kept. */
    void awaitMore(SealpostProcess process, int events) throws Exception {
        long enough = kept() + events;
        process.goOnUntil(() -> kept() >= enough);
    }

    /** Ends the sending, and returns when all that was taken is delivered or dead. */
    void finish(SealpostProcess process) throws Exception {
        stopped.countDown();
        for (Future<?> sender : senders) {
            sender.get(60, TimeUnit.SECONDS);
        }
        inOrder.finish(Duration.ofSeconds(60));
        long deadline = System.nanoTime() + DRAIN_LIMIT.toNanos();
        Drain drain = new Drain(books, receiver);
        do {
            drain.await(process, Duration.ofNanos(deadline - System.nanoTime()));
            if (System.nanoTime() > deadline) {
                throw new AssertionError(kept() + " events were kept, and " + books.balance() + "\n" + process.tail());
            }
        } while (books.balance().events() < kept());
    }

    /**
     * Fails when anything is lost, invented, altered, out of order, or repeated too often.
     *
     * @param moments after which repeats are excused, each as many as may be in flight
     */
    void balance(List<Instant> moments) throws IOException, SQLException {
        Town town = settled().town();
        Balance balance = books.balance();
        History history = History.read(folder(), books.deaths(Map.copyOf(town.paths())), moments);
        // Requests that were on their way are answered after the moment, a slow one the longest.
        Ledger ledger = new Ledger(history, IN_FLIGHT, SLOW.plus(QUIET.multipliedBy(2)));
        Verdict verdict = ledger.check();
        System.out.println(verdict.table() + "  " + balance);

        assertThat(verdict.problems()).isEmpty();
        assertThat(balance.problems()).isEmpty();
        assertThat(balance.pending()).isZero();
        assertThat(balance.matched() + balance.unmatched()).isEqualTo(ledger.knownEvents() + inOrder.sent());
        assertThat(history.deaths()).extracting(History.DeadDelivery::path).containsOnly(town.hopeless());
        assertThat(history.acked()).hasSizeGreaterThan(200);
        inOrder.assertKept();
    }

    @Override
    public void close() throws IOException {
        stopped.countDown();
        receiver.close();
        receipts.close();
        if (settled.isPresent()) {
            settled.get().log().close();
        }
        database.close();
        for (Installation node : nodes) {
            node.deleteData();
        }
    }
}
