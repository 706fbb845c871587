package dev.sealpost.delivery.record;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Histogram of values. One thread adds, any thread reads; adding allocates nothing and reads no clock. */
public final class Histogram {

    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /** @param bounds upper bounds of the buckets, inclusive and ascending; larger values have their own bucket */
    Histogram(long... bounds) {
        this.bounds = bounds.clone();
        this.counts = LongStream.rangeClosed(0, bounds.length)
                .mapToObj(each -> new LongAdder())
                .toArray(LongAdder[]::new);
    }

    void add(long value) {
        int index = Arrays.binarySearch(bounds, value);
        counts[index >= 0 ? index : -index - 1].increment();
        sum.add(value);
    }

    /**
     * Contents of a histogram.
     *
     * @param bounds upper bounds of all buckets but the last
     * @param counts count of each bucket, not cumulative; one more than bounds
     */
    public record Counts(List<Long> bounds, List<Long> counts, long sum) {

        public Counts {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }
    }

    public Counts read() {
        return new Counts(
                Arrays.stream(bounds).boxed().toList(),
                Arrays.stream(counts).map(LongAdder::sum).toList(),
                sum.sum());
    }
}
