package dev.sealpost.event;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts the events that this node refused since it started. Thread-safe. */
@Component
public class Refusals {

    private final Map<Refusal, LongAdder> counts = new EnumMap<>(Refusal.class);

    /** Reason of a refusal. */
    public enum Refusal {
        /** The disk is nearly full. */
        DISK,
        /** The broker does not answer in time; the event may have been stored. */
        BROKER
    }

    public Refusals() {
        for (Refusal reason : Refusal.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    public void add(Refusal reason) {
        counts.getOrDefault(reason, new LongAdder()).increment();
    }

    public long count(Refusal reason) {
        return counts.getOrDefault(reason, new LongAdder()).sum();
    }
}
