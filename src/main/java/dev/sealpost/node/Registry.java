package dev.sealpost.node;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What other parts of the node register with a part that they themselves depend on, so that neither has to be made before the
 * other. Registered while the node is put together, and asked for afterwards. Thread-safe.
 */
public final class Registry<T> {

    private final List<T> registered = new CopyOnWriteArrayList<>();

    /** A registry of these, for tests. */
    @SafeVarargs
    public static <T> Registry<T> of(T... all) {
        Registry<T> registry = new Registry<>();
        List.of(all).forEach(registry::register);
        return registry;
    }

    /** Registers one, and returns it. */
    public <S extends T> S register(S one) {
        registered.add(one);
        return one;
    }

    /** All that are registered, in their order. */
    public List<T> all() {
        return registered;
    }
}
