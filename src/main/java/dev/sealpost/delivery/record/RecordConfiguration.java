package dev.sealpost.delivery.record;

import dev.sealpost.database.Database;
import dev.sealpost.database.Snapshots;
import dev.sealpost.delivery.DeliverySettings;
import dev.sealpost.delivery.DeliveryWatch;
import dev.sealpost.delivery.Destination;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.HeldLeases;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.node.FatalErrorHandler;
import dev.sealpost.node.NodeName;
import dev.sealpost.node.Registry;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class RecordConfiguration {

    private static final Duration LINGER = Duration.ofMillis(4);

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
    Registry<DeliveryWatch> deliveryWatches() {
        return new Registry<>();
    }

    @Bean
    HeldLeases heldLeases() {
        return new HeldLeases();
    }

    @Bean
    RecordBatch.Context recordingContext(Snapshots snapshots, Clock clock, NodeName node) {
        return new RecordBatch.Context(snapshots, clock, node.value());
    }

    @Bean
    RecordArrivals recordArrivals(
            ReadMessage reader, Subscriptions subscriptions, OrderedRows ordered, DestinationLookup destinations) {
        return new RecordArrivals(reader, subscriptions, ordered, new MayBeOrdered(destinations));
    }

    @Bean
    RecordSettlements recordSettlements(
            DueRows due,
            DeliverySettings settings,
            DestinationLookup destinations,
            ApplicationEventPublisher events,
            Registry<DeliveryWatch> watches) {
        return new RecordSettlements(
                due,
                settings.faultLimit(),
                delivery -> destinations.destination(delivery.destination()).readiness() == Destination.Readiness.GONE,
                new RecordDestinationStatus(
                        id -> destinations.destination(id).policy().disableAfter(), events),
                new TellDeliveries(watches));
    }

    @Bean
    RecordLeases recordLeases(DueRows due, OrderedRows ordered, DeliverySettings settings, HeldLeases held) {
        return new RecordLeases(due, ordered, settings.leaseLimit(), held::has);
    }

    @Bean
    RecordBatch recordBatch(
            RecordBatch.Context context,
            RecordArrivals arrivals,
            RecordSettlements settlements,
            RecordLeases leases,
            DueRows due) {
        return new RecordBatch(context, arrivals, settlements, leases, due);
    }

    @Bean
    DeliveryMetrics deliveryMetrics() {
        return new DeliveryMetrics();
    }

    @Bean
    RecorderMetrics recorderMetrics(DeliveryMetrics metrics, Clock clock, NodeName node) {
        return new RecorderMetrics(metrics, new AttemptMinutes(clock, node.value()));
    }

    @Bean
    Recorder.Steps recordingSteps(RecordBatch batch, OrderedRows ordered, DueRows due, Clock clock) {
        return new Recorder.Steps(batch, new RehearseBatch(batch, ordered, due, clock));
    }

    @Bean
    Recorder.Watchers recorderWatchers(FatalErrorHandler fatal, RecorderMetrics metrics) {
        return new Recorder.Watchers(fatal, metrics);
    }

    /** Closed by the delivery loop. */
    @Bean(destroyMethod = "")
    Recorder recorder(
            Database database,
            Snapshots snapshots,
            Recorder.Steps steps,
            DeliverySettings settings,
            Recorder.Watchers watchers) {
        return new Recorder(database, snapshots, steps, new Recorder.RecordingPace(settings.batch(), LINGER), watchers);
    }

    @Bean
    RecorderHealthIndicator recorderHealthIndicator(Recorder recorder) {
        return new RecorderHealthIndicator(recorder);
    }
}
