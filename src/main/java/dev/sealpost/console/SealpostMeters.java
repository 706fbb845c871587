package dev.sealpost.console;

import dev.sealpost.broker.Broker;
import dev.sealpost.broker.guard.Addresses;
import dev.sealpost.delivery.dispatch.DeliveryState;
import dev.sealpost.delivery.record.DeliveryMetrics;
import dev.sealpost.delivery.record.Histogram;
import dev.sealpost.delivery.record.LedgerCounts.Count;
import dev.sealpost.event.Refusals;
import dev.sealpost.node.DataDirectory;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * Metrics of Sealpost (docs/metrics.md), read at each scrape without a dependency from the delivery code. Tags have few
 * fixed values; there is no series for each application, endpoint or route.
 */
@Component
class SealpostMeters implements MeterBinder {

    static final String REFUSED = "sealpost.events.refused";
    static final String REFUSED_HELP = "Events that were refused";

    private static final double MICROS = 1e-6;

    private final DeliveryMetrics metrics;
    private final Refusals refusals;
    private final DeliveryState state;
    private final Broker broker;
    private final DataDirectory data;

    SealpostMeters(DeliveryMetrics metrics, Refusals refusals, DeliveryState state, Broker broker, DataDirectory data) {
        this.metrics = metrics;
        this.refusals = refusals;
        this.state = state;
        this.broker = broker;
        this.data = data;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        bindEvents(registry);
        bindDeliveries(registry);
        bindBacklog(registry);
        if (registry instanceof CompositeMeterRegistry composite) {
            composite.getRegistries().forEach(this::bindHistograms);
        } else {
            bindHistograms(registry);
        }
    }

    private void bindEvents(MeterRegistry registry) {
        counter(registry, "events.accepted", "Events accepted", of -> of.count(Count.MATCHED), "result", "matched");
        counter(registry, "events.accepted", "Events accepted", of -> of.count(Count.UNMATCHED), "result", "unmatched");
        String repeated = "Duplicate events";
        counter(
                registry,
                "events.repeated",
                repeated,
                of -> of.count(Count.DUPLICATES) - of.count(Count.CONFLICTS),
                "body",
                "same");
        counter(registry, "events.repeated", repeated, of -> of.count(Count.CONFLICTS), "body", "other");
        counter(registry, "events.parked", "Messages that could not be parsed", DeliveryMetrics::parked);
        for (Refusals.Refusal reason : Refusals.Refusal.values()) {
            FunctionCounter.builder(REFUSED, refusals, of -> of.count(reason))
                    .description(REFUSED_HELP)
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private void bindDeliveries(MeterRegistry registry) {
        counter(registry, "deliveries.owed", "Deliveries created by accepted events", of -> of.count(Count.OWED));
        String ended = "Deliveries that ended";
        counter(registry, "deliveries.ended", ended, of -> of.count(Count.DELIVERED), "end", "delivered");
        counter(registry, "deliveries.ended", ended, of -> of.count(Count.DEAD), "end", "dead");
        counter(registry, "deliveries.ended", ended, of -> of.count(Count.EXPIRED), "end", "expired");
        counter(registry, "deliveries.ended", ended, of -> of.count(Count.CANCELLED), "end", "cancelled");
        for (String outcome : DeliveryMetrics.OUTCOMES) {
            attempts(registry, outcome, "endpoint", of -> of.endpoints().attempts(outcome));
            attempts(registry, outcome, "route", of -> of.routes().attempts(outcome));
        }
    }

    private void attempts(MeterRegistry registry, String outcome, String kind, ToDoubleFunction<DeliveryMetrics> read) {
        counter(registry, "attempts", "Recorded attempts", read, "outcome", outcome, "kind", kind);
    }

    private void counter(
            MeterRegistry registry, String name, String help, ToDoubleFunction<DeliveryMetrics> read, String... tags) {
        FunctionCounter.builder("sealpost." + name, metrics, read)
                .description(help)
                .tags(tags)
                .register(registry);
    }

    private void bindBacklog(MeterRegistry registry) {
        gauge(registry, "deliveries.in.flight", "Deliveries with a permit on this node", state::inFlight);
        gauge(
                registry,
                "breakers.open",
                "Destinations whose circuit breaker is open on this node",
                state::openBreakers);
        String waiting = "Stored deliveries that wait, of all nodes";
        gauge(registry, "deliveries.waiting", waiting, () -> state.waiting().due(), "state", "due");
        gauge(registry, "deliveries.waiting", waiting, () -> state.waiting().later(), "state", "later");
        gauge(registry, "deliveries.waiting", waiting, () -> state.waiting().held(), "state", "held");
        Gauge.builder(
                        "sealpost.deliveries.oldest.due",
                        () -> state.waiting().oldestDue().toMillis() / 1_000.0)
                .description("Age of the oldest due delivery, of all nodes")
                .baseUnit("seconds")
                .register(registry);
        List<String> eventQueues = broker.eventQueues();
        queueGauge(
                registry,
                Addresses.EVENTS,
                eventQueues.stream()
                        .filter(name -> !name.equals(Addresses.ORDERED))
                        .toList());
        Stream.concat(
                        eventQueues.stream().filter(Addresses.ORDERED::equals),
                        Stream.of(Addresses.PARKED, Addresses.DEAD))
                .forEach(queue -> queueGauge(registry, queue, List.of(queue)));
        Gauge.builder("sealpost.disk.free", data::usableSpace)
                .description("Free space on the disk of the data directory")
                .baseUnit("bytes")
                .register(registry);
    }

    /** @param parts queues whose messages are added up, such as the shards of the events */
    private void queueGauge(MeterRegistry registry, String queue, List<String> parts) {
        gauge(
                registry,
                "queue.messages",
                "Messages in a queue of the broker",
                () -> parts.stream().mapToLong(broker::count).sum(),
                "queue",
                queue);
    }

    private static void gauge(MeterRegistry registry, String name, String help, Supplier<Number> read, String... tags) {
        Gauge.builder("sealpost." + name, read).description(help).tags(tags).register(registry);
    }

    private void bindHistograms(MeterRegistry registry) {
        if (registry instanceof PrometheusMeterRegistry prometheus) {
            PrometheusRegistry to = prometheus.getPrometheusRegistry();
            to.register(histogram(
                    "sealpost_delivery_latency_seconds",
                    "Time from publishing an event to the end of its successful attempt",
                    Map.of(
                            Labels.of("kind", "endpoint"),
                            metrics.endpoints().latencyMicros(),
                            Labels.of("kind", "route"),
                            metrics.routes().latencyMicros()),
                    MICROS));
            to.register(histogram(
                    "sealpost_recorder_transaction_seconds",
                    "Transactions of the recorder, commit included",
                    Map.of(Labels.EMPTY, metrics.transactionMicros()),
                    MICROS));
            to.register(histogram(
                    "sealpost_recorder_batch_entries",
                    "Changes in one transaction of the recorder",
                    Map.of(Labels.EMPTY, metrics.batchEntries()),
                    1));
            to.register(histogram(
                    "sealpost_route_batch_events",
                    "Events of an attempt of a batch",
                    Map.of(Labels.EMPTY, metrics.routes().batchSizes()),
                    1));
        }
    }

    private static DistributionCollector histogram(
            String metric, String help, Map<Labels, Histogram> parts, double scale) {
        return new DistributionCollector(new DistributionCollector.Name(metric, help), parts, scale);
    }
}
