package dev.sealpost.source.webhook;

import dev.sealpost.signature.VerificationFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts results of the webhooks of each source since this node started. Thread-safe. */
public final class SourceCounts {

    /** Counters of each source, by {@link WebhookOutcome} and {@link VerificationFailure}. */
    private final Map<String, Map<Enum<?>, LongAdder>> bySource = new TreeMap<>();

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

    SourceCounts(Sources sources) {
        for (Source source : sources.all()) {
            Map<Enum<?>, LongAdder> counters = new HashMap<>();
            Stream.concat(Arrays.stream(WebhookOutcome.values()), Arrays.stream(VerificationFailure.values()))
                    .forEach(each -> counters.put(each, new LongAdder()));
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

    private LongAdder counter(String source, Enum<?> of) {
        return bySource.getOrDefault(source, Map.of()).getOrDefault(of, new LongAdder());
    }
}
