package dev.sealpost.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Registry that breaks dependency cycles: components register with one that they depend on. Filled while the beans are
 * created, read afterwards. Thread-safe.
 */
public final class Registry<T> {

    private final List<T> registered = new CopyOnWriteArrayList<>();

    /** Creates a registry of these, for tests. */
    @SafeVarargs
    public static <T> Registry<T> of(T... all) {
        Registry<T> registry = new Registry<>();
        List.of(all).forEach(registry::register);
        return registry;
    }

    /** Registers a component and returns it. */
    public <S extends T> S register(S one) {
        registered.add(one);
        return one;
    }

    /** Returns all registered components in order. */
    public List<T> all() {
        return registered;
    }
}
