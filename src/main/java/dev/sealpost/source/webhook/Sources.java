package dev.sealpost.source.webhook;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All configured sources. */
public final class Sources {

    private final Map<String, Source> byName = new TreeMap<>();

    Sources(Collection<Source> sources) {
        sources.forEach(source -> byName.put(source.name(), source));
    }

    public Optional<Source> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public List<Source> all() {
        return List.copyOf(byName.values());
    }
}
