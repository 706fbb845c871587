package dev.sealpost.source.webhook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All sources: those of the configuration, or of a deployment. Thread-safe. */
public final class Sources {

    private volatile Map<String, Source> byName = Map.of();

    Sources(Collection<Source> sources) {
        use(sources);
    }

    /** Replaces all sources. */
    void use(Collection<Source> sources) {
        Map<String, Source> all = new TreeMap<>();
        sources.forEach(source -> all.put(source.name(), source));
        byName = all;
    }

    public Optional<Source> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Source> all() {
        return List.copyOf(byName.values());
    }
}
