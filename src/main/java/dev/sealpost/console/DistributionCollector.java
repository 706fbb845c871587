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
 * Exports histograms as one Prometheus histogram, read at each scrape. Micrometer timers would read the clock twice for
 * every value.
 *
 * @param parts histograms by label
 * @param scale factor from the unit of the histogram to that of the metric
 */
record DistributionCollector(Name name, Map<Labels, Histogram> parts, double scale) implements Collector {

    /**
     * @param metric name with the unit as suffix, such as {@code sealpost_delivery_latency_seconds}
     */
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
        parts.forEach((labels, histogram) -> snapshot.dataPoint(point(labels, histogram.read())));
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
