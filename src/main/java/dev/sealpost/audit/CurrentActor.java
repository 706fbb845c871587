package dev.sealpost.audit;

import java.util.function.Supplier;

/**
 * The actor for whom this thread works; {@link Actor#SYSTEM} where nobody is known. Work that another thread does for the actor
 * carries it along.
 */
public final class CurrentActor {

    private static final ThreadLocal<Actor> CURRENT = ThreadLocal.withInitial(() -> Actor.SYSTEM);

    private CurrentActor() {}

    public static Actor get() {
        return CURRENT.get();
    }

    /** Does the work for the actor, and returns its result. */
    public static <T> T supply(Actor actor, Supplier<T> work) {
        Actor before = CURRENT.get();
        CURRENT.set(actor);
        try {
            return work.get();
        } finally {
            restore(before);
        }
    }

    /** Makes it the current actor until the scope is closed on the same thread. */
    public static Scope enter(Actor actor) {
        Actor before = CURRENT.get();
        CURRENT.set(actor);
        return () -> restore(before);
    }

    /** Time in which this thread works for an actor. */
    public interface Scope extends AutoCloseable {

        @Override
        void close();
    }

    private static void restore(Actor before) {
        if (before == Actor.SYSTEM) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }
}
