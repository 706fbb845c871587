package dev.sealpost.delivery.record;

import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.Attempted;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Result;
import dev.sealpost.delivery.record.LedgerCounts.Count;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/**
 * Counters of this node since its start. The recorder updates them once per batch, after the commit; any thread may read.
 * Times come from the recorded data, so that counting reads no clock.
 */
@Component
public final class DeliveryMetrics {

    /** Words of all {@link AttemptOutcome} cases. */
    public static final List<String> OUTCOMES =
            List.of("succeeded", "rejected", "gone", "throttled", "timed-out", "unreachable", "blocked", "failed");

    private static final long[] LATENCIES = {
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000,
        300_000_000,
        3_600_000_000L,
        86_400_000_000L
    };
    private static final long[] TRANSACTIONS = {
        500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000, 10_000_000
    };
    private static final long[] BATCHES = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024};

    private final Map<Count, LongAdder> counts = new EnumMap<>(Count.class);
    private final LongAdder parked = new LongAdder();
    private final OfKind endpoints = new OfKind();
    private final OfKind routes = new OfKind();
    private final Histogram batchEntries = new Histogram(BATCHES);
    private final Histogram transactionMicros = new Histogram(TRANSACTIONS);

    public DeliveryMetrics() {
        for (Count count : Count.values()) {
            counts.put(count, new LongAdder());
        }
    }

    /** Counters of one kind of destination. */
    public static final class OfKind {

        private final Map<String, LongAdder> attempts = new TreeMap<>();
        private final Histogram latencyMicros = new Histogram(LATENCIES);
        private final Histogram batchSizes = new Histogram(BATCHES);

        private OfKind() {
            OUTCOMES.forEach(word -> attempts.put(word, new LongAdder()));
        }

        /** Returns the number of attempts with this outcome. */
        public long attempts(String outcome) {
            return attempts.getOrDefault(outcome, new LongAdder()).sum();
        }

        /** Returns the latency from publication to the end of the successful attempt, in microseconds. */
        public Histogram latencyMicros() {
            return latencyMicros;
        }

        /** Returns the number of events of each attempt of a batch. */
        public Histogram batchSizes() {
            return batchSizes;
        }

        private void add(DeliveryBatch batch, Attempted attempted) {
            batchSizes.add(batch.size());
            batch.deliveries().forEach(delivery -> add(delivery, attempted));
        }

        private void add(Delivery delivery, Attempted attempted) {
            attempts.computeIfAbsent(attempted.outcome().word(), word -> new LongAdder())
                    .increment();
            if (attempted.outcome() instanceof AttemptOutcome.Succeeded) {
                long publishedAt = delivery.event().time().getEpochSecond() * 1_000_000
                        + delivery.event().time().getNano() / 1_000;
                long startedAt = attempted.startedAt().getEpochSecond() * 1_000_000
                        + attempted.startedAt().getNano() / 1_000;
                long endedAt = startedAt + attempted.duration().toNanos() / 1_000;
                // The producer's clock may be ahead of this node's.
                latencyMicros.add(Math.max(0, endedAt - publishedAt));
            }
        }
    }

    /** Adds the facts of a commit. Called on the recorder's thread. */
    void add(List<Committed> facts, LedgerCounts ledger, long transactionNanos) {
        int recorded = 0;
        for (Committed fact : facts) {
            switch (fact) {
                case Committed.Settled(InFlight inFlight, Result result) -> {
                    recorded++;
                    if (result instanceof Result.Made(Attempted attempted)) {
                        OfKind kind = inFlight.delivery().destination().isRoute() ? routes : endpoints;
                        if (inFlight.batch().isEmpty()) {
                            kind.add(inFlight.delivery(), attempted);
                        } else {
                            kind.add(inFlight.batch().get(), attempted);
                        }
                    }
                }
                case Committed.NotUnderstood notUnderstood -> {
                    recorded++;
                    parked.increment();
                }
                case Committed.Accepted accepted -> recorded++;
                case Committed.Repeated repeated -> recorded++;
                case Committed.RowWritten row -> recorded++;
                case Committed.Leased leased -> recorded++;
                case Committed.Expired expired -> recorded++;
                case Committed.Unrecordable unrecordable -> {}
                case Committed.Acknowledgeable acknowledgeable -> {}
            }
        }
        counts.forEach((count, adder) -> adder.add(ledger.total(count)));
        if (recorded > 0) {
            batchEntries.add(recorded);
            transactionMicros.add(transactionNanos / 1_000);
        }
    }

    public OfKind endpoints() {
        return endpoints;
    }

    public OfKind routes() {
        return routes;
    }

    /** Returns the messages not understood. */
    public long parked() {
        return parked.sum();
    }

    /** Returns a count of the ledger. Conflicts are duplicates, too. */
    public long count(Count count) {
        LongAdder adder = counts.get(count);
        return adder == null ? 0 : adder.sum();
    }

    /** Returns the number of entries per transaction. */
    public Histogram batchEntries() {
        return batchEntries;
    }

    /** Returns the duration of transactions including the commit, in microseconds. */
    public Histogram transactionMicros() {
        return transactionMicros;
    }
}
