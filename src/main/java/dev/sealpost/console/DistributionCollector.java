package dev.sealpost.console;

import dev.sealpost.delivery.record.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;

/**
 * Shows distributions as one Prometheus histogram, read when it is scraped. Micrometer's own timers ask the clock twice for
 * every value; these values come with their time.
 *
 * @param parts by their label
 * @param scale what one unit of the distribution is in the unit of the metric
 */
record DistributionCollector(Name name, Map<Labels, Histogram> parts, double scale) implements Collector {

    /** @param metric with its unit at the end, such as {@code sealpost_delivery_latency_seconds} */
    record Name(String metric, String help) {}

    DistributionCollector {
        parts = Map.copyOf(parts);
    }

    @Override
    public String getPrometheusName() {
        return name.metric();
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(name.metric()).help(name.help());
        parts.forEach((labels, distribution) -> snapshot.dataPoint(point(labels, distribution.read())));
        return snapshot.build();
    }

    private HistogramDataPointSnapshot point(Labels labels, Histogram.Counts reading) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int i = 0; i < reading.bounds().size(); i++) {
            buckets.bucket(reading.bounds().get(i) * scale, reading.counts().get(i));
        }
        buckets.bucket(Double.POSITIVE_INFINITY, reading.counts().getLast());
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(buckets.build())
                .sum(reading.sum() * scale)
                .build();
    }
}
