package dev.sealpost.delivery;

import dev.sealpost.broker.BrokerClient;
import dev.sealpost.database.Database;
import dev.sealpost.database.Snapshots;
import dev.sealpost.event.ReadMessage;
import dev.sealpost.home.NodeName;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.Subscriptions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class DeliveryConfiguration {

    @Bean
    Gate.Admission admission(ObjectProvider<Destinations> kinds, Backlog backlog) {
        return new FindDestination(kinds, backlog);
    }

    @Bean
    Backlog backlog(Clock clock) {
        return new Backlog(clock);
    }

    @Bean
    RecordBatch recordBatch(
            Snapshots snapshots,
            RecordBatch.Context context,
            RecordArrivals arrivals,
            RecordSettlements settlements,
            DueRows due,
            DeliverySettings settings) {
        return new RecordBatch(context, arrivals, settlements, new RecordLeases(due, settings.leaseLimit()), due);
    }

    @Bean
    RecordBatch.Context recordingContext(Snapshots snapshots, Clock clock, NodeName node) {
        return new RecordBatch.Context(snapshots, clock, node.value());
    }

    @Bean
    RecordArrivals recordArrivals(ReadMessage reader, Subscriptions subscriptions) {
        return new RecordArrivals(reader, subscriptions);
    }

    @Bean
    RecordSettlements recordSettlements(DueRows due, DeliverySettings settings, Gate.Admission admission) {
        return new RecordSettlements(
                due,
                settings.faultLimit(),
                delivery -> admission.destination(delivery.destination()).readiness() == Destination.Readiness.GONE);
    }

    @Bean
    DueRows dueRows(Database database) {
        return new DueRows(database.dialect());
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    Recorder recorder(Database database, Snapshots snapshots, RecordBatch batch, DeliverySettings settings) {
        Duration linger = database.isEmbedded() ? Duration.ZERO : Duration.ofMillis(2);
        return new Recorder(database, snapshots, batch, new Recorder.RecordingPace(settings.batch(), linger));
    }

    @Bean
    DeliveryEngine.Parts deliveryParts(
            DeliverySettings settings,
            Gate.Admission admission,
            Backlog backlog,
            Recorder recorder,
            BrokerClient broker) {
        Gate gate = new Gate(settings, admission);
        Dispatcher dispatcher = new Dispatcher(gate, recorder, backlog, new Parking(broker), Clock.systemUTC());
        return new DeliveryEngine.Parts(
                gate,
                backlog,
                recorder,
                dispatcher,
                new RetryScheduler(gate, admission, backlog, recorder, dispatcher));
    }

    @Bean
    DeliveryEngine deliveryEngine(
            DeliveryEngine.Parts parts,
            JdbcClient reads,
            BrokerClient broker,
            ReadMessage reader,
            DeliverySettings settings) {
        return new DeliveryEngine(parts, reads, broker, reader, settings.shutdown());
    }

    /** Asks each kind of destination in turn; they are looked up late, for they need what this package offers. */
    private record FindDestination(ObjectProvider<Destinations> kinds, Backlog backlog) implements Gate.Admission {

        @Override
        public Destination destination(DestinationId id) {
            return all().stream()
                    .flatMap(kind -> kind.find(id).stream())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("no kind of destination knows " + id));
        }

        private List<Destinations> all() {
            return kinds.stream().toList();
        }

        @Override
        public boolean hasBacklog(DestinationId id) {
            return backlog.isDue(id);
        }
    }
}
