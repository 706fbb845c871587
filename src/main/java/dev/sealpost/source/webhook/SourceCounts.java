package dev.sealpost.source.webhook;

import dev.sealpost.signature.VerificationFailure;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Counts results of the webhooks of each source since this node started. Thread-safe. */
public final class SourceCounts {

    /** Counters of each source, by {@link WebhookOutcome} and {@link VerificationFailure}. */
    private final Map<String, Map<Enum<?>, LongAdder>> bySource = new ConcurrentHashMap<>();

    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

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
        sources.all().forEach(source -> ofSource(source.name()));
    }

    /** Calls for each source that is counted, now and when a webhook of another one arrives. */
    public void forEachSource(Consumer<String> watcher) {
        watchers.add(watcher);
        bySource.keySet().stream().sorted().forEach(watcher);
    }

    private Map<Enum<?>, LongAdder> ofSource(String name) {
        Map<Enum<?>, LongAdder> known = bySource.get(name);
        if (known != null) {
            return known;
        }
        Map<Enum<?>, LongAdder> counters = new HashMap<>();
        Stream.concat(Arrays.stream(WebhookOutcome.values()), Arrays.stream(VerificationFailure.values()))
                .forEach(each -> counters.put(each, new LongAdder()));
        Map<Enum<?>, LongAdder> earlier = bySource.putIfAbsent(name, counters);
        if (earlier != null) {
            return earlier;
        }
        watchers.forEach(watcher -> watcher.accept(name));
        return counters;
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
        return ofSource(source).getOrDefault(of, new LongAdder());
    }
}
