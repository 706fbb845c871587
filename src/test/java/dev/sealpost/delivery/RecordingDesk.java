package dev.sealpost.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.ReceivedMessage;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.ReaderPool;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.Turn;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.EndpointDirectories;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.event.Event;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.MessageReaders;
import dev.sealpost.event.ReadMessage;
import dev.sealpost.home.Breakdown;
import dev.sealpost.home.DataDirectory;
import dev.sealpost.home.HandClock;
import dev.sealpost.home.NodeNames;
import dev.sealpost.signature.SecretCipher;
import dev.sealpost.signature.SigningSecret;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.RouteDestinations;
import dev.sealpost.subscription.SubscriptionIndex;
import dev.sealpost.subscription.Subscriptions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real recorder over a real database, with everything around it made by hand. */
final class RecordingDesk implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    static final int FAULT_LIMIT = 10;
    static final int LEASE_LIMIT = 5;
    static final Duration DISABLE_AFTER = Duration.ofDays(5);
    static final ApplicationId SHOP = new ApplicationId("app_shop");

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    final Database database;
    final Subscriptions subscriptions;
    final RecordBatch batch;
    final Recorder recorder;
    /** What the process would have ended with. */
    final BlockingQueue<Integer> exitCodes = new LinkedBlockingQueue<>();

    final Breakdown breakdown = new Breakdown(exitCodes::add);
    final Arrived arrived = new Arrived();
    final Reopen reopen = new Reopen(NodeNames.at(clock), clock);
    final Figures figures = new Figures();
    final Tally tally;

    /** Events of endpoints, in order. */
    final List<Object> told = new CopyOnWriteArrayList<>();

    /** News of deliveries, in order. */
    final List<DeliveryNews> news = new CopyOnWriteArrayList<>();

    final Set<DestinationId> gone = new HashSet<>();
    final Set<DestinationId> ordered = new HashSet<>();
    final Set<DestinationId> silent = new HashSet<>();
    /** Tokens of leases whose deliveries this node still has. */
    final Set<String> here = ConcurrentHashMap.newKeySet();

    final SecretCipher cipher = new SecretCipher(new byte[32], "the test");
    private final ReadMessage reader;
    private final DataDirectory data;
    private final ReaderPool readers;
    final JdbcClient reads;
    private boolean started;

    /**
     * @param recorded where the recorder writes, which may be another way to the same database
     * @param more snapshots beside the usual ones
     */
    RecordingDesk(Database database, Database recorded, Path folder, Snapshot... more) {
        this.database = database;
        ApplicationDirectory applications = new ApplicationDirectory();
        EndpointDirectory endpoints = EndpointDirectories.opening(cipher);
        RouteDestinations routes = new RouteDestinations();
        Snapshots snapshots =
                Databases.snapshots(Stream.concat(Stream.of(applications, endpoints, routes), Stream.of(more))
                        .toArray(Snapshot[]::new));
        data = DataDirectory.open(folder);
        readers = Databases.readers(database);
        reads = JdbcClient.create(readers);
        reader = MessageReaders.of(applications, Brokers.in(data), clock);
        subscriptions = SubscriptionIndex.over(applications, endpoints, routes);
        DueRows due = new DueRows(database.dialect(), "node_1", RowClocks.of(database.dialect()));
        RecordStanding standing = new RecordStanding(id -> DISABLE_AFTER, told::add);
        OrderedRows inOrder = new OrderedRows(due, database.dialect());
        batch = new RecordBatch(
                new RecordBatch.Context(snapshots, clock, "node_1"),
                new RecordArrivals(reader, subscriptions, inOrder, ordered::contains),
                new RecordSettlements(
                        due, FAULT_LIMIT, this::isGone, standing, new TellDeliveries(() -> Stream.of(news::add))),
                new RecordLeases(due, inOrder, LEASE_LIMIT, here::contains),
                due);
        tally = new Tally(figures, new AttemptMinutes(clock, "node_1"));
        recorder = new Recorder(
                recorded,
                snapshots,
                new Recorder.Steps(batch, new RehearseBatch(batch, inOrder, due, clock)),
                new Recorder.RecordingPace(512, Duration.ZERO),
                new Recorder.Watchers(breakdown, tally));
    }

    private boolean isGone(Delivery delivery) {
        if (silent.contains(delivery.destination())) {
            throw new IllegalStateException("nobody answers");
        }
        return gone.contains(delivery.destination());
    }

    JdbcClient reads() {
        return reads;
    }

    /** What the recorder said of arrivals, in order. */
    static final class Arrived implements Arrival.Arrivals {

        private final BlockingQueue<What> said = new LinkedBlockingQueue<>();

        /** One thing it said. */
        sealed interface What {}

        record Accepted(Event event, List<DestinationId> destinations) implements What {}

        record Repeated(long messageId) implements What {}

        record Parked(long messageId, String reason) implements What {}

        @Override
        public void accepted(Event event, List<DestinationId> destinations, ReceivedMessage message) {
            said.add(new Accepted(event, destinations));
        }

        @Override
        public void repeated(ReceivedMessage message) {
            said.add(new Repeated(message.id()));
        }

        @Override
        public void notUnderstood(ReceivedMessage message, String reason) {
            said.add(new Parked(message.id(), reason));
        }

        boolean hasSaidNothing() {
            return said.isEmpty();
        }

        What next() throws InterruptedException {
            What what = said.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(what).as("what the recorder says").isNotNull();
            return java.util.Objects.requireNonNull(what);
        }
    }

    void start() {
        started = true;
        recorder.start();
    }

    /** Changes the database as another node does; SQLite has one writer only, so there the recorder does it. */
    <T> T change(SqlWork<T> work) {
        if (started && database.isEmbedded()) {
            return recorder.write(work);
        }
        try (WriterSession session = database.openWriter()) {
            T result = work.run(session.client());
            session.commit();
            return result;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void anApplication() {
        change(sql -> sql.sql("""
                        INSERT INTO application (id, uid, name, metadata, created_at, updated_at, version)
                        VALUES (:id, 'shop', 'Shop', '{}', 0, 0, :version)
                        """)
                .param("id", SHOP.value())
                .param("version", Snapshots.nextVersion(sql))
                .update());
    }

    DestinationId anEndpoint(String name) {
        EndpointId id = new EndpointId("ep_" + name);
        change(sql -> sql.sql("""
                        INSERT INTO endpoint (id, application_id, url, description, secret, metadata, disabled, created_at,
                            updated_at, version)
                        VALUES (:id, :application, 'https://example.com/', '', :secret, '{}', FALSE, 0, 0, :version)
                        """)
                .param("id", id.value())
                .param("application", SHOP.value())
                .param("secret", cipher.seal(SigningSecret.generate(), id.value()))
                .param("version", Snapshots.nextVersion(sql))
                .update());
        return DestinationId.of(id);
    }

    /** Text that the database refuses in a row, after whatever it takes to make it so. */
    String refusedText() {
        return switch (database.dialect()) {
            case SQLITE -> makePicky();
            case POSTGRESQL -> "nul \u0000";
        };
    }

    /** SQLite takes any text. */
    private String makePicky() {
        return change(sql -> {
            sql.sql("CREATE TRIGGER picky_attempt BEFORE INSERT ON attempt"
                            + " WHEN NEW.response = 'picky' OR NEW.reason = 'picky'"
                            + " BEGIN SELECT RAISE(ABORT, 'picky'); END")
                    .update();
            sql.sql("CREATE TRIGGER picky_event BEFORE INSERT ON event WHEN NEW.uid = 'picky'"
                            + " BEGIN SELECT RAISE(ABORT, 'picky'); END")
                    .update();
            return "picky";
        });
    }

    ConsistentReads consistentReads() {
        return new ConsistentReads(readers);
    }

    static FakeMessage aMessage(long brokerId, String eventId) {
        return new FakeMessage(brokerId)
                .with(MessageProperties.APPLICATION, "shop")
                .with(MessageProperties.TYPE, "order.created")
                .with(MessageProperties.ID, eventId);
    }

    Arrival arrival(FakeMessage message) {
        return new Arrival(message, reader.read(message), arrived);
    }

    Arrived.What arrives(FakeMessage message) throws InterruptedException {
        recorder.submit(arrival(message));
        return arrived.next();
    }

    /** An event that was accepted, as a delivery to each of its destinations. */
    List<InFlight> accepted(long brokerId, String eventId) throws InterruptedException {
        return accepted(aMessage(brokerId, eventId));
    }

    List<InFlight> accepted(FakeMessage message) throws InterruptedException {
        Arrived.Accepted accepted = (Arrived.Accepted) arrives(message);
        EventHold hold = new EventHold(message, accepted.destinations().size());
        return accepted.destinations().stream()
                .map(destination -> InFlight.fresh(new Delivery(accepted.event(), destination, Turn.FIRST), hold))
                .toList();
    }

    CompletableFuture<InFlight> submit(InFlight inFlight, Result result) {
        CompletableFuture<InFlight> committed = new CompletableFuture<>();
        recorder.submit(
                new Settlement(inFlight, result, settlement -> committed.complete(settlement.inFlight()), given -> {}));
        return committed;
    }

    /** Returns after the commit. */
    void settle(InFlight inFlight, Result result) throws Exception {
        submit(inFlight, result).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** What a look at the due rows of a destination brought. */
    record Page(List<InFlight> taken, OptionalLong nextDue) {}

    Page lease(DestinationId destination, int limit) throws Exception {
        return lease(new LeasePage.Request(destination, Duration.ofSeconds(15), limit));
    }

    Page leaseHead(DestinationId destination, Ordering ordering) throws Exception {
        return lease(new LeasePage.Request(destination, Duration.ofSeconds(15), 10, ordering));
    }

    private Page lease(LeasePage.Request request) throws Exception {
        CompletableFuture<Page> page = new CompletableFuture<>();
        recorder.submit(new LeasePage(request, (of, taken, nextDue) -> page.complete(new Page(taken, nextDue))));
        return page.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The lease of every row has run out. */
    void leasesExpire() {
        change(sql -> sql.sql("UPDATE due_delivery SET due_at = 1 WHERE lease_token IS NOT NULL")
                .update());
    }

    static Result.Made made(AttemptOutcome outcome, NextStep next) {
        return new Result.Made(new Attempted(
                outcome, next, new Answer(Optional.of(200), "fine"), Instant.EPOCH, Duration.ofMillis(7)));
    }

    static Result.Made succeeded() {
        return made(new AttemptOutcome.Succeeded(), new NextStep.Settle());
    }

    static Result.Made retriedAt(Instant time) {
        return made(new AttemptOutcome.Rejected(500), new NextStep.RetryAt(time));
    }

    AttemptMinuteLog minutes() {
        return new AttemptMinuteLog(reads);
    }

    JdbcClient client() {
        return reads;
    }

    long count(String from) {
        return number("SELECT COUNT(*) FROM " + from);
    }

    long number(String query) {
        return reads.sql(query).query(Long.class).single();
    }

    Map<String, Object> row(String query) {
        return reads.sql(query).query().singleRow();
    }

    /** What was counted, of every node and day together. */
    Counts counts() {
        return reads.sql("""
                        SELECT COALESCE(SUM(matched), 0) AS matched, COALESCE(SUM(unmatched), 0) AS unmatched,
                            COALESCE(SUM(duplicates), 0) AS duplicates, COALESCE(SUM(conflicts), 0) AS conflicts,
                            COALESCE(SUM(owed), 0) AS owed, COALESCE(SUM(delivered), 0) AS delivered,
                            COALESCE(SUM(dead), 0) AS dead, COALESCE(SUM(expired), 0) AS expired,
                            COALESCE(SUM(cancelled), 0) AS cancelled
                        FROM ledger
                        """).query(Counts.class).single();
    }

    record Counts(
            long matched,
            long unmatched,
            long duplicates,
            long conflicts,
            long owed,
            long delivered,
            long dead,
            long expired,
            long cancelled) {}

    /** When nothing is in flight: owed = delivered + dead + expired + cancelled + pending. */
    void assertBalanced() {
        Counts counts = counts();
        assertThat(counts.owed())
                .as("owed, of %s", counts)
                .isEqualTo(counts.delivered()
                        + counts.dead()
                        + counts.expired()
                        + counts.cancelled()
                        + count("due_delivery"));
        assertThat(counts.matched() + counts.unmatched()).as("events").isEqualTo(count("event"));
        assertThat(counts.dead()).isEqualTo(count("ended_delivery WHERE ending = 'dead'"));
        assertThat(counts.expired()).isEqualTo(count("ended_delivery WHERE ending = 'expired'"));
        assertThat(counts.cancelled()).isEqualTo(count("ended_delivery WHERE ending = 'cancelled'"));
    }

    @Override
    public void close() {
        recorder.close();
        readers.close();
        data.close();
    }
}
