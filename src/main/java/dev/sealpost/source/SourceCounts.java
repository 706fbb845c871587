package dev.sealpost.source;

import dev.sealpost.signature.VerificationFailure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** What became of the webhooks of each source, since this node started. Safe for many threads. */
public final class SourceCounts {

    private final Map<String, Counters> bySource = new TreeMap<>();

    /** What became of a webhook that was believed. */
    public enum Result {
        /** It is on the disk of the broker as an event. */
        ACCEPTED,
        /** It was there already. */
        REPEATED,
        /** A newer one had come before it, and it was dropped. */
        OLDER,
        /** It asked whether we are there. */
        CHALLENGE
    }

    private record Counters(Map<Result, LongAdder> results, Map<VerificationFailure, LongAdder> defects) {}

    SourceCounts(Sources sources) {
        for (Source source : sources.all()) {
            Counters counters = new Counters(new EnumMap<>(Result.class), new EnumMap<>(VerificationFailure.class));
            List.of(Result.values()).forEach(result -> counters.results().put(result, new LongAdder()));
            List.of(VerificationFailure.values())
                    .forEach(defect -> counters.defects().put(defect, new LongAdder()));
            bySource.put(source.name(), counters);
        }
    }

    public List<String> sources() {
        return List.copyOf(bySource.keySet());
    }

    public void add(Source source, Result result) {
        counter(source.name(), result).increment();
    }

    void add(Source source, VerificationFailure defect) {
        counter(source.name(), defect).increment();
    }

    public long count(String source, Result result) {
        return counter(source, result).sum();
    }

    public long count(String source, VerificationFailure defect) {
        return counter(source, defect).sum();
    }

    private LongAdder counter(String source, Result result) {
        return counters(source).results().getOrDefault(result, new LongAdder());
    }

    private LongAdder counter(String source, VerificationFailure defect) {
        return counters(source).defects().getOrDefault(defect, new LongAdder());
    }

    private Counters counters(String source) {
        return bySource.getOrDefault(source, new Counters(Map.of(), Map.of()));
    }
}
