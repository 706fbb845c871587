package dev.sealpost.delivery;

import dev.sealpost.broker.Addresses;
import dev.sealpost.broker.Broker;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.Database;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.event.ReadMessage;
import dev.sealpost.home.Background;
import dev.sealpost.home.Breakdown;
import dev.sealpost.home.NodeName;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final Duration LINGER = Duration.ofMillis(4);

    @Bean
    Gate.Admission admission(ObjectProvider<Destinations> kinds, Backlog backlog) {
        return new FindDestination(kinds, backlog);
    }

    @Bean
    RowClock rowClock(Database database, Clock clock) {
        return new RowClock(database.dialect(), clock, System::nanoTime);
    }

    @Bean
    Backlog backlog(RowClock clock) {
        return new Backlog(clock);
    }

    @Bean
    RecordBatch recordBatch(
            RecordBatch.Context context,
            RecordArrivals arrivals,
            RecordSettlements settlements,
            DueRows due,
            RecordLeases leases) {
        return new RecordBatch(context, arrivals, settlements, leases, due);
    }

    /** The gate needs the recorder, by way of the nodes that live. */
    @Bean
    RecordLeases recordLeases(DueRows due, OrderedRows ordered, DeliverySettings settings, ObjectProvider<Gate> gate) {
        return new RecordLeases(
                due, ordered, settings.leaseLimit(), token -> gate.getObject().has(token));
    }

    @Bean
    RecordBatch.Context recordingContext(Snapshots snapshots, Clock clock, NodeName node) {
        return new RecordBatch.Context(snapshots, clock, node.value());
    }

    @Bean
    RecordArrivals recordArrivals(
            ReadMessage reader, Subscriptions subscriptions, OrderedRows ordered, Gate.Admission admission) {
        return new RecordArrivals(reader, subscriptions, ordered, new MayBeOrdered(admission));
    }

    @Bean
    FindOrderedApplications orderedApplications(Subscriptions subscriptions, Gate.Admission admission) {
        return new FindOrderedApplications(subscriptions, new MayBeOrdered(admission));
    }

    @Bean
    OrderedRows orderedRows(DueRows due, Database database) {
        return new OrderedRows(due, database.dialect());
    }

    @Bean
    RecordSettlements recordSettlements(
            DueRows due,
            DeliverySettings settings,
            Gate.Admission admission,
            RecordStanding standing,
            ObjectProvider<DeliveryWatch> watches) {
        return new RecordSettlements(
                due,
                settings.faultLimit(),
                delivery -> admission.destination(delivery.destination()).readiness() == Destination.Readiness.GONE,
                standing,
                new TellDeliveries(watches::stream));
    }

    @Bean
    RecordStanding recordStanding(Gate.Admission admission, ApplicationEventPublisher events) {
        return new RecordStanding(id -> admission.destination(id).policy().disableAfter(), events);
    }

    @Bean
    DueRows dueRows(Database database, NodeName node, RowClock clock) {
        return new DueRows(database.dialect(), node.value(), clock);
    }

    @Bean
    LiveNodes liveNodes(Recorder recorder, Database database, NodeName node, ClusterSettings settings) {
        return new LiveNodes(recorder, database, node.value(), settings.deadAfter());
    }

    @Bean
    Heartbeat heartbeat(
            LiveNodes nodes, Backlog backlog, UrgentReads reads, ClusterSettings settings, Background background) {
        return new Heartbeat(nodes, () -> backlog.refresh(reads.sql()), settings.heartbeat(), background);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Recorder recorder(
            Database database,
            Snapshots snapshots,
            Recorder.Steps steps,
            DeliverySettings settings,
            Recorder.Watchers watchers) {
        return new Recorder(database, snapshots, steps, new Recorder.RecordingPace(settings.batch(), LINGER), watchers);
    }

    @Bean
    Recorder.Steps recordingSteps(RecordBatch batch, OrderedRows ordered, DueRows due, Clock clock) {
        return new Recorder.Steps(batch, new RehearseBatch(batch, ordered, due, clock));
    }

    @Bean
    RecorderHealthIndicator recorderHealthIndicator(Recorder recorder) {
        return new RecorderHealthIndicator(recorder);
    }

    @Bean
    Recorder.Watchers watchers(Breakdown breakdown, Tally tally) {
        return new Recorder.Watchers(breakdown, tally);
    }

    @Bean
    Figures figures() {
        return new Figures();
    }

    @Bean
    Tally tally(Figures figures, Clock clock, NodeName node) {
        return new Tally(figures, new AttemptMinutes(clock, node.value()));
    }

    @Bean
    DeliveryState deliveryState(
            Gate gate, Gate.Admission admission, OpenBreakers breakers, JdbcClient reads, RowClock clock) {
        return new DeliveryState(gate, admission, () -> breakers.list().size(), reads, clock);
    }

    @Bean
    Gate gate(DeliverySettings settings, Gate.Admission admission, GateSurroundings around) {
        return new Gate(settings, admission, around);
    }

    @Bean
    GateSurroundings gateSurroundings(Clock clock, OpenBreakers breakers, LiveNodes nodes) {
        return new GateSurroundings(clock, System::nanoTime, nodes::count, breakers);
    }

    @Bean
    OpenBreakers openBreakers(Clock clock, Gate.Admission admission, ObjectProvider<BreakerWatch> watches) {
        return new OpenBreakers(
                clock,
                destination -> admission.destination(destination).readiness() == Destination.Readiness.GONE,
                watches::stream);
    }

    @Bean
    BacklogQuota backlogQuota(QuotaSettings settings) {
        return new BacklogQuota(settings);
    }

    @Bean
    Dispatcher dispatcher(Gate gate, Recorder recorder, Backlog backlog, Parking parking, Clock clock) {
        return new Dispatcher(gate, recorder, backlog, parking, clock);
    }

    @Bean
    Parking parking(BrokerClient broker, IntakeStatus status) {
        return new Parking(message -> broker.send(Addresses.PARKED, message), status);
    }

    @Bean
    IntakeStatus intakeStatus() {
        return new IntakeStatus(System::nanoTime);
    }

    @Bean
    IntakeHealthIndicator intakeHealthIndicator(IntakeStatus status) {
        return new IntakeHealthIndicator(status);
    }

    @Bean
    BrokerEventQueues eventQueues(BrokerClient broker, Parking parking, IntakeStatus status) {
        return new BrokerEventQueues(broker, parking, status);
    }

    @Bean
    ReadLedger readLedger(
            Recorder recorder, ConsistentReads reads, Dispatcher dispatcher, Broker broker, Database database) {
        return new ReadLedger(recorder, reads, new NodeOnTheWay(dispatcher, broker, database.isEmbedded()));
    }

    @Bean
    RetryScheduler retryScheduler(
            Gate gate, Gate.Admission admission, Backlog backlog, Recorder recorder, Dispatcher dispatcher) {
        return new RetryScheduler(gate, admission, backlog, recorder, dispatcher);
    }

    @Bean
    DeliveryEngine.Parts deliveryParts(
            Gate gate, Backlog backlog, Recorder recorder, Dispatcher dispatcher, RetryScheduler scheduler) {
        return new DeliveryEngine.Parts(gate, backlog, recorder, dispatcher, scheduler);
    }

    @Bean
    DeliveryEngine.Sources deliverySources(
            UrgentReads reads,
            Heartbeat heartbeat,
            BrokerEventQueues queues,
            ReadMessage reader,
            Background background) {
        return new DeliveryEngine.Sources(reads.sql(), heartbeat, queues, reader, background);
    }

    @Bean
    DeliveryEngine.Periodic databaseClock(
            RowClock rows, Clock clock, Database database, UrgentReads reads, DeliveryEngine.Parts parts) {
        LongSupplier now = database.isEmbedded()
                ? clock::millis
                : () -> reads.sql()
                        .sql(database.dialect().now())
                        .query(Long.class)
                        .single();
        return new DeliveryEngine.Periodic(
                "database-clock",
                FollowDatabaseClock.INTERVAL,
                new FollowDatabaseClock(rows, now, parts.recorder(), parts.backlog(), database.isEmbedded())::look);
    }

    @Bean
    DeliveryEngine.Periodic expirySweep(UrgentReads reads, Recorder recorder, RowClock clock) {
        return new DeliveryEngine.Periodic(
                "expiry", Duration.ofSeconds(1), new SweepExpired(reads.sql(), recorder, clock)::run);
    }

    @Bean
    RetimeThrottled retimeThrottled(
            RetimeThrottled.Store store, Gate.Admission admission, Backlog backlog, Gate gate, RowClock clock) {
        return new RetimeThrottled(store, admission, backlog, gate, clock);
    }

    @Bean
    RetimeThrottled.Store retimedRows(UrgentReads reads, Recorder recorder) {
        return new RetimeThrottled.Store(reads.sql(), recorder);
    }

    @Bean
    DeliveryEngine.Periodic throttleLook(RetimeThrottled retime) {
        return new DeliveryEngine.Periodic("throttles", Duration.ofSeconds(1), retime::look);
    }

    @Bean
    DeliveryEngine.Periodic quotaCount(UrgentReads reads, BacklogQuota quota) {
        return new DeliveryEngine.Periodic("quota", Duration.ofSeconds(1), () -> quota.count(reads.sql()));
    }

    @Bean
    DeliveryEngine deliveryEngine(
            DeliveryEngine.Parts parts,
            DeliveryEngine.Sources sources,
            List<DeliveryEngine.Periodic> periodic,
            DeliverySettings settings) {
        return new DeliveryEngine(parts, sources, periodic, settings.shutdown());
    }
}
