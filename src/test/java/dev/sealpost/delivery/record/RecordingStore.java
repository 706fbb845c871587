package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationDirectory;
import dev.sealpost.application.ApplicationId;
import dev.sealpost.audit.AuditLogs;
import dev.sealpost.broker.Brokers;
import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.Database;
import dev.sealpost.database.Databases;
import dev.sealpost.database.ReaderPool;
import dev.sealpost.database.Snapshot;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryNews;
import dev.sealpost.delivery.FakeMessage;
import dev.sealpost.delivery.flight.EventHold;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.flight.RowClocks;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.endpoint.EndpointDirectories;
import dev.sealpost.endpoint.EndpointDirectory;
import dev.sealpost.endpoint.EndpointId;
import dev.sealpost.event.MessageProperties;
import dev.sealpost.event.message.MessageReaders;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.history.AttemptMinuteLog;
import dev.sealpost.node.DataDirectory;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.HandClock;
import dev.sealpost.node.NodeNames;
import dev.sealpost.node.Registry;
import dev.sealpost.replay.Reopen;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The real recorder over a real database, with everything around it made by hand. */
public final class RecordingStore implements AutoCloseable {

    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    public static final int FAULT_LIMIT = 10;
    public static final int LEASE_LIMIT = 5;
    public static final Duration DISABLE_AFTER = Duration.ofDays(5);
    public static final ApplicationId SHOP = new ApplicationId("app_shop");
    static final Duration PATIENCE = Duration.ofSeconds(20);

    public final HandClock clock = new HandClock(Instant.parse("2026-01-02T03:04:05Z"));
    public final Database database;
    public final Subscriptions subscriptions;
    public final RecordBatch batch;
    public final Recorder recorder;

    /** Exit code that the process would have had. */
    public final BlockingQueue<Integer> exitCodes = new LinkedBlockingQueue<>();

    public final FatalErrorHandler breakdown = new FatalErrorHandler(exitCodes::add);
    public final Arrived arrived = new Arrived();
    public final Reopen reopen = new Reopen(NodeNames.at(clock), clock);
    public final DeliveryMetrics figures = new DeliveryMetrics();
    public final RecorderMetrics tally;

    /** Events of endpoints, in order. */
    public final List<Object> told = new CopyOnWriteArrayList<>();

    /** News of deliveries, in order. */
    public final List<DeliveryNews> news = new CopyOnWriteArrayList<>();

    public final Set<DestinationId> gone = new HashSet<>();
    public final Set<DestinationId> ordered = new HashSet<>();
    public final Set<DestinationId> silent = new HashSet<>();

    /** Tokens of leases whose deliveries this node still has. */
    public final Set<String> here = ConcurrentHashMap.newKeySet();

    public final SecretCipher cipher = new SecretCipher(new byte[32], "the test");
    private final ReadMessage reader;
    private final DataDirectory data;
    private final ReaderPool readers;
    public final JdbcClient reads;
    public final RecordedRows rows;
    private final Thread loop = Thread.ofPlatform().name("sealpost-recorder").unstarted(this::run);
    private final List<Predicate<Committed>> waiting = new CopyOnWriteArrayList<>();

    /** Everything that was committed, in order. */
    public final List<Committed> facts = new CopyOnWriteArrayList<>();

    private boolean started;

    /**
     * @param recorded where the recorder writes, which may be another way to the same database
     * @param more snapshots beside the usual ones
     */
    public RecordingStore(Database database, Database recorded, Path folder, Snapshot... more) {
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
        rows = new RecordedRows(reads);
        reader = MessageReaders.of(applications, Brokers.in(data), clock);
        subscriptions = SubscriptionIndex.over(applications, endpoints, routes);
        DueRows due = new DueRows(database.dialect(), "node_1", RowClocks.of(database.dialect()));
        RecordDestinationStatus standing =
                new RecordDestinationStatus(id -> DISABLE_AFTER, AuditLogs.ticking(), told::add);
        OrderedRows inOrder = new OrderedRows(due, database.dialect());
        BatchRows batches = new BatchRows(due, database.dialect());
        batch = new RecordBatch(
                snapshots,
                clock,
                "node_1",
                new RecordArrivals(reader, subscriptions, inOrder, ordered::contains, snapshots),
                new RecordSettlements(
                        due,
                        batches,
                        FAULT_LIMIT,
                        this::isGone,
                        standing,
                        new PublishDeliveryNews(Registry.of(news::add))),
                new RecordLeases(due, inOrder, batches, LEASE_LIMIT, here::contains),
                due);
        tally = new RecorderMetrics(figures, new AttemptMinutes(clock, "node_1"));
        recorder = new Recorder(
                recorded,
                snapshots,
                batch,
                new RehearseBatch(batch, inOrder, due, clock),
                new Recorder.RecordingPace(512, Duration.ZERO),
                breakdown,
                tally);
    }

    private boolean isGone(Delivery delivery) {
        if (silent.contains(delivery.destination())) {
            throw new IllegalStateException("nobody answers");
        }
        return gone.contains(delivery.destination());
    }

    public void start() {
        started = true;
        loop.start();
    }

    /** Another loop than that of this commits what the recorder gets. */
    public void isStartedElsewhere() {
        started = true;
    }

    private void run() {
        try {
            while (!recorder.isDone()) {
                recorder.commitNext().forEach(this::hear);
            }
            recorder.commitLast();
        } catch (RuntimeException | Error e) {
            recorder.fail(e);
        }
    }

    private void hear(Committed fact) {
        switch (fact) {
            case Committed.RowWritten(InFlight delivery) -> delivery.release();
            case Committed.Acknowledgeable(ReceivedMessage message) -> message.acknowledge();
            default -> {}
        }
        arrived.hear(fact);
        facts.add(fact);
        waiting.removeIf(waiter -> waiter.test(fact));
    }

    /** Collects the facts committed from now on for which this function returns a value. */
    public <T> CompletableFuture<T> next(Function<Committed, Optional<T>> sees) {
        CompletableFuture<T> next = new CompletableFuture<>();
        waiting.add(fact -> {
            Optional<T> seen = sees.apply(fact);
            seen.ifPresent(next::complete);
            return seen.isPresent();
        });
        return next;
    }

    /** Changes the database as another node does; SQLite has one writer only, so there the recorder does it. */
    public <T> T change(SqlWork<T> work) {
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

    public void anApplication() {
        change(sql -> sql.sql("""
                        INSERT INTO application (id, uid, name, metadata, created_at, updated_at, version)
                        VALUES (:id, 'shop', 'Shop', '{}', 0, 0, :version)
                        """)
                .param("id", SHOP.value())
                .param("version", Snapshots.nextVersion(sql))
                .update());
    }

    public DestinationId anEndpoint(String name) {
        EndpointId id = new EndpointId("ep_" + name);
        change(sql -> sql.sql("""
                        INSERT INTO endpoint (id, application_id, url, description, secret, metadata, disabled, created_at,
                            updated_at, version)
                        VALUES (:id, :application, 'https://example.com/', '', :secret, '{}', FALSE, 0, 0, :version)
                        """)
                .param("id", id.value())
                .param("application", SHOP.value())
                .param("secret", cipher.seal(SigningSecret.generate().stored(), id.value()))
                .param("version", Snapshots.nextVersion(sql))
                .update());
        return DestinationId.of(id);
    }

    /** Text that the database refuses in a row, after whatever it takes to make it so. */
    public String refusedText() {
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

    public ConsistentReads consistentReads() {
        return new ConsistentReads(readers);
    }

    public static FakeMessage aMessage(long brokerId, String eventId) {
        return new FakeMessage(brokerId)
                .with(MessageProperties.APPLICATION, "shop")
                .with(MessageProperties.TYPE, "order.created")
                .with(MessageProperties.ID, eventId);
    }

    public Entry.Arrival arrival(FakeMessage message) {
        return new Entry.Arrival(message, reader.read(message));
    }

    public Arrived.What arrives(FakeMessage message) throws InterruptedException {
        recorder.submit(arrival(message));
        return arrived.next();
    }

    /** An event that was accepted, as a delivery to each of its destinations. */
    public List<InFlight> accepted(long brokerId, String eventId) throws InterruptedException {
        return accepted(aMessage(brokerId, eventId));
    }

    public List<InFlight> accepted(FakeMessage message) throws InterruptedException {
        Arrived.Accepted accepted = (Arrived.Accepted) arrives(message);
        EventHold hold = new EventHold(message, accepted.destinations().size());
        return accepted.destinations().stream()
                .map(destination -> InFlight.fresh(new Delivery(accepted.event(), destination, AttemptKey.FIRST), hold))
                .toList();
    }

    public CompletableFuture<InFlight> submit(InFlight inFlight, Result result) {
        CompletableFuture<InFlight> committed =
                next(fact -> fact instanceof Committed.Settled(InFlight settled, Result recorded) && settled == inFlight
                        ? Optional.of(settled)
                        : Optional.empty());
        recorder.submit(new Entry.Settlement(inFlight, result));
        return committed;
    }

    /** Returns after the commit. */
    public void settle(InFlight inFlight, Result result) throws Exception {
        submit(inFlight, result).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Result of reading the due rows of a destination. */
    public record Page(List<InFlight> taken, OptionalLong nextDue) {}

    public Page lease(DestinationId destination, int limit) throws Exception {
        return lease(new LeaseRequest(destination, Duration.ofSeconds(15), limit));
    }

    public Page leaseHead(DestinationId destination, Ordering ordering) throws Exception {
        return lease(new LeaseRequest(destination, Duration.ofSeconds(15), 10, ordering));
    }

    public Page leaseBatch(DestinationId destination, Ordering ordering, Batching batching) throws Exception {
        return lease(new LeaseRequest(destination, Duration.ofSeconds(15), 1, ordering, Optional.of(batching)));
    }

    private Page lease(LeaseRequest request) throws Exception {
        CompletableFuture<Page> page =
                next(fact -> fact instanceof Committed.Leased leased && leased.request() == request
                        ? Optional.of(new Page(leased.deliveries(), leased.nextDue()))
                        : Optional.empty());
        recorder.submit(new Entry.LeasePage(request));
        return page.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** The lease of every row has run out. */
    public void leasesExpire() {
        change(sql -> sql.sql("UPDATE due_delivery SET due_at = 1 WHERE lease_token IS NOT NULL")
                .update());
    }

    public AttemptMinuteLog minutes() {
        return new AttemptMinuteLog(reads);
    }

    /** Commits what is left, and ends. */
    public void stop() {
        recorder.close();
        if (!loop.isAlive()) {
            return;
        }
        try {
            loop.join(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
        readers.close();
        data.close();
    }
}
