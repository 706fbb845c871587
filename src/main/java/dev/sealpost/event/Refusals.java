package dev.sealpost.event;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** Counts the events that this node refused since it started. Thread-safe. */
@Component
public class Refusals {

    private final Map<Reason, LongAdder> counts = new EnumMap<>(Reason.class);

    /** Reason of a refusal. */
    public enum Reason {
        /** The disk is nearly full. */
        DISK,
        /** The broker does not answer in time; the event may have been stored. */
        BROKER
    }

    public Refusals() {
        for (Reason reason : Reason.values()) {
            counts.put(reason, new LongAdder());
        }
    }

    void add(Reason reason) {
        counts.getOrDefault(reason, new LongAdder()).increment();
    }

    public long count(Reason reason) {
        return counts.getOrDefault(reason, new LongAdder()).sum();
    }
}
