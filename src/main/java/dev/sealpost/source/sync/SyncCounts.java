package dev.sealpost.source.sync;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Numbers of decisions since this node started. Thread-safe. */
public final class SyncCounts {

    private final Map<SyncDecision, LongAdder> counts;

    SyncCounts() {
        Map<SyncDecision, LongAdder> each = new EnumMap<>(SyncDecision.class);
        for (SyncDecision decision : SyncDecision.values()) {
            each.put(decision, new LongAdder());
        }
        counts = Collections.unmodifiableMap(each);
    }

    SyncDecision count(SyncDecision decision) {
        counts.getOrDefault(decision, new LongAdder()).increment();
        return decision;
    }

    public long of(SyncDecision decision) {
        return counts.getOrDefault(decision, new LongAdder()).sum();
    }
}
