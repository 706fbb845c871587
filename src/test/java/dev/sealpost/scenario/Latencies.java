package dev.sealpost.scenario;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;

/** Durations, sorted once. */
public final class Latencies {

    private final long[] nanos;

    /**
     * Sorts them.
     *
     * @param nanos in any order
     */
    public Latencies(Collection<Long> nanos) {
        this.nanos = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    }

    /**
     * Sorts them.
     *
     * @param nanos in any order; copied
     */
    public Latencies(long[] nanos) {
        this.nanos = nanos.clone();
        Arrays.sort(this.nanos);
    }

    /** Returns the number of latencies. */
    public int count() {
        return nanos.length;
    }

    /**
     * The smallest duration that this share of all does not exceed; zero when there is none.
     *
     * @param share between 0 and 1, such as 0.99
     */
    public Duration at(double share) {
        if (nanos.length == 0) {
            return Duration.ZERO;
        }
        int index = (int) Math.ceil(share * nanos.length) - 1;
        return Duration.ofNanos(nanos[Math.clamp(index, 0, nanos.length - 1)]);
    }

    @Override
    public String toString() {
        return String.format(
                "p50 %.1f ms, p99 %.1f ms, max %.1f ms of %,d",
                milliseconds(0.5), milliseconds(0.99), milliseconds(1.0), count());
    }

    /** The same in milliseconds. */
    public double milliseconds(double share) {
        return at(share).toNanos() / 1e6;
    }
}
