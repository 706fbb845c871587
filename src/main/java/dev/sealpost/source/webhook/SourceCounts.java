package dev.sealpost.source.webhook;

import dev.sealpost.signature.VerificationFailure;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts results of the webhooks of each source since this node started. Thread-safe. */
public final class SourceCounts {

    private final Map<String, Counters> bySource = new TreeMap<>();

    /** Result of a verified webhook. */
    public enum WebhookOutcome {
        /** The broker has stored its event. */
        ACCEPTED,
        /** The event was already stored. */
        REPEATED,
        /** Dropped because a newer one had arrived. */
        OLDER,
        /** Challenge of the provider. */
        CHALLENGE
    }

    private record Counters(Map<WebhookOutcome, LongAdder> results, Map<VerificationFailure, LongAdder> failures) {}

    SourceCounts(Sources sources) {
        for (Source source : sources.all()) {
            Counters counters =
                    new Counters(new EnumMap<>(WebhookOutcome.class), new EnumMap<>(VerificationFailure.class));
            List.of(WebhookOutcome.values())
                    .forEach(result -> counters.results().put(result, new LongAdder()));
            List.of(VerificationFailure.values())
                    .forEach(failure -> counters.failures().put(failure, new LongAdder()));
            bySource.put(source.name(), counters);
        }
    }

    public List<String> sources() {
        return List.copyOf(bySource.keySet());
    }

    public void add(Source source, WebhookOutcome result) {
        counter(source.name(), result).increment();
    }

    void add(Source source, VerificationFailure failure) {
        counter(source.name(), failure).increment();
    }

    public long count(String source, WebhookOutcome result) {
        return counter(source, result).sum();
    }

    public long count(String source, VerificationFailure failure) {
        return counter(source, failure).sum();
    }

    private LongAdder counter(String source, WebhookOutcome result) {
        return counters(source).results().getOrDefault(result, new LongAdder());
    }

    private LongAdder counter(String source, VerificationFailure failure) {
        return counters(source).failures().getOrDefault(failure, new LongAdder());
    }

    private Counters counters(String source) {
        return bySource.getOrDefault(source, new Counters(Map.of(), Map.of()));
    }
}
