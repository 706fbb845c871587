package dev.sealpost.delivery.dispatch;

import dev.sealpost.broker.Broker;
import dev.sealpost.broker.BrokerClient;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.Database;
import dev.sealpost.database.UrgentReads;
import dev.sealpost.delivery.BacklogQuota;
import dev.sealpost.delivery.ClusterSettings;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.Destinations;
import dev.sealpost.delivery.flight.HeldLeases;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.gate.GateEnvironment;
import dev.sealpost.delivery.gate.OpenBreakers;
import dev.sealpost.delivery.record.MayBeOrdered;
import dev.sealpost.delivery.record.Recorder;
import dev.sealpost.event.IngestSettings;
import dev.sealpost.event.IngestWindow;
import dev.sealpost.event.OrderedApplications;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.ledger.ReadLedger;
import dev.sealpost.node.Background;
import dev.sealpost.node.NodeName;
import dev.sealpost.node.Registry;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration OVERDUE_TICK = Duration.ofMillis(100);
    private static final Duration WINDOW_TICK = Duration.ofMillis(100);
    private static final Duration BACKLOG_REFRESH = Duration.ofSeconds(10);

    @Bean
    Registry<Destinations> destinationKinds() {
        return new Registry<>();
    }

    @Bean
    FindOrderedApplications orderedApplications(
            Subscriptions subscriptions, DestinationLookup destinations, Registry<OrderedApplications> registry) {
        return registry.register(new FindOrderedApplications(subscriptions, new MayBeOrdered(destinations)));
    }

    /** Nodes that share a broker deliver each other's events, so none knows which of its own still wait. */
    @Bean
    IngestWindow ingestWindow(IngestSettings ingest, DeliverySettings delivery, BrokerClient broker) {
        Duration longestWait = broker.isShared() ? Duration.ZERO : ingest.maxWait();
        return new IngestWindow(delivery.inFlight() * 3 / 4, longestWait, System::nanoTime);
    }

    /** While nothing is recorded, the intake rests, and no event would leave the window. */
    @Bean
    DeliveryWork ingestWindowOpening(IngestWindow window, Recorder recorder) {
        return new DeliveryWork("ingest-window", WINDOW_TICK, () -> window.setOpen(!recorder.isAvailable()));
    }

    @Bean
    LiveNodes liveNodes(Recorder recorder, Database database, NodeName node, ClusterSettings settings) {
        return new LiveNodes(recorder, database, node.value(), settings.deadAfter());
    }

    @Bean
    GateEnvironment gateEnvironment(Clock clock, OpenBreakers breakers, LiveNodes nodes) {
        return new GateEnvironment(clock, System::nanoTime, nodes::count, breakers);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    DeliveryLoop deliveryLoop(
            Recorder recorder,
            Dispatcher dispatcher,
            LeaseDueRows leaseDueRows,
            ParkNotUnderstood park,
            SweepExpired expiry,
            HeldLeases leases,
            IngestWindow window) {
        return new DeliveryLoop(recorder, dispatcher, leaseDueRows, park, expiry, leases, window);
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
    ReadLedger readLedger(
            Recorder recorder, ConsistentReads reads, DeliveryLoop loop, Broker broker, Database database) {
        return new ReadLedger(recorder, reads, new NodeInTransit(loop, broker, database.isEmbedded()));
    }

    @Bean
    SweepExpired sweepExpired(UrgentReads reads, Recorder recorder, RowClock clock) {
        return new SweepExpired(reads.sql(), recorder, clock);
    }

    @Bean
    DeliveryWork expirySweep(SweepExpired expiry) {
        return new DeliveryWork("expiry", Duration.ofSeconds(1), expiry::run);
    }

    @Bean
    DeliveryWork throttleCheck(
            UrgentReads reads,
            Recorder recorder,
            DestinationLookup destinations,
            Backlog backlog,
            Gate gate,
            RowClock clock) {
        RetimeThrottled retime = new RetimeThrottled(reads.sql(), recorder, destinations, backlog, gate, clock);
        return new DeliveryWork("throttles", Duration.ofSeconds(1), retime::run);
    }

    @Bean
    DeliveryWork quotaCount(UrgentReads reads, BacklogQuota quota) {
        return new DeliveryWork("quota", Duration.ofSeconds(1), () -> quota.count(reads.sql()));
    }

    @Bean
    DeliveryWork databaseClock(
            RowClock rows, Clock clock, Database database, UrgentReads reads, Recorder recorder, Backlog backlog) {
        LongSupplier now = database.isEmbedded()
                ? clock::millis
                : () -> reads.sql()
                        .sql(database.dialect().now())
                        .query(Long.class)
                        .single();
        FollowDatabaseClock follow = new FollowDatabaseClock(rows, now, recorder, backlog, database.isEmbedded());
        return new DeliveryWork("database-clock", FollowDatabaseClock.INTERVAL, follow::run);
    }

    @Bean
    DeliveryWork leasing(LeaseDueRows leaseDueRows) {
        return new DeliveryWork("leasing", TICK, leaseDueRows::lease);
    }

    @Bean
    DeliveryWork overdue(Dispatcher dispatcher) {
        return new DeliveryWork("overdue", OVERDUE_TICK, dispatcher::handleOverdue);
    }

    @Bean
    DeliveryWork backlogRefresh(Backlog backlog, UrgentReads reads) {
        return new DeliveryWork("backlog", BACKLOG_REFRESH, () -> backlog.refresh(reads.sql()));
    }

    @Bean
    BrokerEventQueues eventQueues(
            BrokerClient broker,
            Parking parking,
            IntakeStatus status,
            ReadMessage reader,
            Gate gate,
            Recorder recorder,
            DeliverySettings settings,
            Background background) {
        return new BrokerEventQueues(
                broker,
                parking,
                status,
                (readers, arrivals) -> new Intake(
                        new Turns(readers, new FairShare(gate::inFlight, settings.inFlight())),
                        arrivals,
                        reader,
                        gate,
                        recorder),
                background);
    }

    @Bean
    DrainGate drainGate(Gate gate, Dispatcher dispatcher, DeliverySettings settings) {
        return new DrainGate(gate, dispatcher, settings.shutdown());
    }
}
