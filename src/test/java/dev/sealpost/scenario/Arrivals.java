package dev.sealpost.scenario;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Latencies of the events of healthy endpoints, whose paths begin with {@code /healthy}, took from when they should have been sent. */
final class Arrivals {

    private final Map<String, Long> intended = new ConcurrentHashMap<>();
    private final Map<String, Long> latencies = new ConcurrentHashMap<>();
    private final LongAdder others = new LongAdder();

    void intend(String token, long nanos) {
        intended.put(token, nanos);
    }

    void note(Receipt receipt) {
        if (receipt.path().startsWith("/healthy")) {
            latencies.putIfAbsent(receipt.token(), System.nanoTime() - intended.getOrDefault(receipt.token(), 0L));
        } else {
            others.increment();
        }
    }

    void forget() {
        latencies.clear();
    }

    int healthy() {
        return latencies.size();
    }

    /** Requests to other endpoints. */
    long others() {
        return others.sum();
    }

    Latencies latencies() {
        return new Latencies(latencies.values());
    }

    void awaitHealthy(int count, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (healthy() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
