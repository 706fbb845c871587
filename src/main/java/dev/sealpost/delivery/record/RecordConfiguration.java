package dev.sealpost.delivery.record;

import dev.sealpost.audit.AuditLog;
import dev.sealpost.database.Database;
import dev.sealpost.database.Snapshots;
import dev.sealpost.delivery.DeliveryListener;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.HeldLeases;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.NodeName;
import dev.sealpost.node.Registry;
import dev.sealpost.node.WarmUpStep;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

    private static final Duration LINGER = Duration.ofMillis(4);
    private static final Duration PAUSE_PATIENCE = Duration.ofSeconds(1);

    @Bean
    RowClock rowClock(Database database, Clock clock) {
        return new RowClock(database.dialect(), clock, System::nanoTime);
    }

    @Bean
    DueRows dueRows(Database database, NodeName node, RowClock clock) {
        return new DueRows(database.dialect(), node.value(), clock);
    }

    @Bean
    OrderedRows orderedRows(DueRows due, Database database) {
        return new OrderedRows(due, database.dialect());
    }

    @Bean
    BatchRows batchRows(DueRows due, Database database) {
        return new BatchRows(due, database.dialect());
    }

    @Bean
    Registry<DeliveryListener> deliveryListeners() {
        return new Registry<>();
    }

    @Bean
    RecordArrivals recordArrivals(
            ReadMessage reader,
            Subscriptions subscriptions,
            OrderedRows ordered,
            DestinationLookup destinations,
            Snapshots snapshots) {
        return new RecordArrivals(reader, subscriptions, ordered, new MayNeedRow(destinations), snapshots);
    }

    @Bean
    RecordSettlements recordSettlements(
            DueRows due,
            BatchRows batches,
            DeliverySettings settings,
            DestinationLookup destinations,
            AuditLog audit,
            ApplicationEventPublisher events,
            Registry<DeliveryListener> listeners) {
        return new RecordSettlements(
                due,
                batches,
                settings.faultLimit(),
                delivery -> destinations.destination(delivery.destination()).readiness() == Destination.Readiness.GONE,
                new RecordDestinationStatus(
                        id -> destinations.destination(id).policy().disableAfter(), audit, events),
                new PublishDeliveryNews(listeners));
    }

    @Bean
    RecordLeases recordLeases(
            DueRows due, OrderedRows ordered, BatchRows batches, DeliverySettings settings, HeldLeases held) {
        return new RecordLeases(due, ordered, batches, settings.leaseLimit(), held::has);
    }

    @Bean
    RecordBatch recordBatch(
            Snapshots snapshots,
            Clock clock,
            NodeName node,
            RecordArrivals arrivals,
            RecordSettlements settlements,
            RecordLeases leases,
            DueRows due) {
        return new RecordBatch(snapshots, clock, node.value(), arrivals, settlements, leases, due);
    }

    @Bean
    WarmUpStep warmUpRecorder(
            Database database,
            ReadMessage reader,
            Subscriptions subscriptions,
            DestinationLookup destinations,
            DueRows due,
            AuditLog audit,
            Clock clock) {
        return new WarmUpStep(
                "recorder", new WarmUpRecorder(database, reader, subscriptions, destinations, due, audit, clock));
    }

    @Bean
    RecorderMetrics recorderMetrics(DeliveryMetrics metrics, Clock clock, NodeName node) {
        return new RecorderMetrics(metrics, new AttemptMinutes(clock, node.value()));
    }

    /** Closed by the delivery loop. */
    @Bean(destroyMethod = "")
    Recorder recorder(
            Database database,
            Snapshots snapshots,
            RecordBatch batch,
            RehearseBatch rehearse,
            DeliverySettings settings,
            FatalErrorHandler fatal,
            RecorderMetrics metrics) {
        Recorder.RecordingPace pace = new Recorder.RecordingPace(settings.batch(), LINGER);
        return new Recorder(database, snapshots, batch, rehearse, pace, fatal, metrics);
    }

    /** Reports DOWN while nothing can be recorded, with the reason. Omits failures resolved by one repetition. */
    @Bean
    HealthIndicator recorderHealthIndicator(Recorder recorder) {
        return () -> recorder.pauseReason(PAUSE_PATIENCE)
                .map(reason -> Health.down()
                        .withDetail("reason", "nothing can be recorded, events wait in the broker: " + reason))
                .orElseGet(Health::up)
                .build();
    }
}
