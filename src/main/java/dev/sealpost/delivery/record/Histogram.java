package dev.sealpost.delivery.record;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

/** Counts values by size, for a histogram. One thread adds, any thread reads; adding makes nothing and asks no clock. */
public final class Histogram {

    private final long[] bounds;
    private final LongAdder[] counts;
    private final LongAdder sum = new LongAdder();

    /** @param bounds the largest value of each class, ascending; larger ones have a class of their own */
    Histogram(long... bounds) {
        this.bounds = bounds.clone();
        this.counts = LongStream.rangeClosed(0, bounds.length)
                .mapToObj(each -> new LongAdder())
                .toArray(LongAdder[]::new);
    }

    void add(long value) {
        int place = Arrays.binarySearch(bounds, value);
        counts[place >= 0 ? place : -place - 1].increment();
        sum.add(value);
    }

    /**
     * What was added so far.
     *
     * @param bounds the largest value of each class but the last
     * @param counts one more than there are bounds, each of its class alone
     */
    public record Reading(List<Long> bounds, List<Long> counts, long sum) {

        public Reading {
            bounds = List.copyOf(bounds);
            counts = List.copyOf(counts);
        }
    }

    public Reading read() {
        return new Reading(
                Arrays.stream(bounds).boxed().toList(),
                Arrays.stream(counts).map(LongAdder::sum).toList(),
                sum.sum());
    }
}
