package dev.sealpost.node;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Runs recurring background work. Reports whatever a step throws and continues after a growing pause; work that fails
 * repeatedly makes the node unhealthy. Thread-safe.
 */
public final class Background {

    /** Consecutive failures after which work counts as failing. */
    static final int UNHEALTHY_FAILURES = 3;

    private final FatalErrorHandler fatalErrors;
    private final Around around;
    private final Set<BackgroundWork> works = ConcurrentHashMap.newKeySet();

    /** Interceptor of every step. */
    interface Around {

        Around NOTHING = (work, step) -> step.run();

        void run(String work, Runnable step);
    }

    /**
     * @param fatalErrors receives errors of the JVM, such as a lack of memory
     */
    public Background(FatalErrorHandler fatalErrors) {
        this(fatalErrors, Around.NOTHING);
    }

    Background(FatalErrorHandler fatalErrors, Around around) {
        this.fatalErrors = fatalErrors;
        this.around = around;
    }

    /**
     * Repeats a step on a thread of its own, starting immediately.
     *
     * @param name for operators; the thread is called {@code sealpost-} and the name
     * @param pause from the end of a step to the next; zero if the step itself waits
     */
    public BackgroundWork every(String name, Duration pause, Runnable step) {
        return every(name, Duration.ZERO, pause, step);
    }

    /** Repeats a step on a thread of its own, starting after a delay. */
    public BackgroundWork every(String name, Duration first, Duration pause, Runnable step) {
        BackgroundWork work = new BackgroundWork(name, pause, () -> around.run(name, step), fatalErrors, works::remove);
        works.add(work);
        work.start(first);
        return work;
    }

    /** Work that failed several times in a row, with the reason. */
    public Map<String, String> failing() {
        Map<String, String> failing = new TreeMap<>();
        works.forEach(work -> work.failure().ifPresent(reason -> failing.put(work.name(), reason)));
        return failing;
    }
}
