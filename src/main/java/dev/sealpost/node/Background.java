package dev.sealpost.node;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one home of work that goes on beside requests and deliveries. Whatever a step throws is reported, and the work goes on after
 * a pause that grows; work that fails again and again makes the node unhealthy by its name. Threads may share it.
 */
public final class Background {

    /** Failures in a row after which the node says so. */
    static final int FAILURES_OF_THE_UNHEALTHY = 3;

    private final FatalErrorHandler breakdown;
    private final Around around;
    private final Set<BackgroundWork> works = ConcurrentHashMap.newKeySet();

    /** What is done around every step. */
    interface Around {

        Around NOTHING = (work, step) -> step.run();

        void run(String work, Runnable step);
    }

    /** @param breakdown told when there is no memory left to go on with */
    public Background(FatalErrorHandler breakdown) {
        this(breakdown, Around.NOTHING);
    }

    Background(FatalErrorHandler breakdown, Around around) {
        this.breakdown = breakdown;
        this.around = around;
    }

    /**
     * Does something again and again on a thread of its own, first at once.
     *
     * @param name for operators; the thread has it behind {@code sealpost-}
     * @param pause from the end of a step to the next; zero: the step waits itself
     */
    public BackgroundWork every(String name, Duration pause, Runnable step) {
        return every(name, Duration.ZERO, pause, step);
    }

    /** The same, first after a while. */
    public BackgroundWork every(String name, Duration first, Duration pause, Runnable step) {
        BackgroundWork work = new BackgroundWork(name, pause, () -> around.run(name, step), breakdown, works::remove);
        works.add(work);
        work.start(first);
        return work;
    }

    /** What failed several times in a row: the work, and why. */
    public Map<String, String> failing() {
        Map<String, String> failing = new TreeMap<>();
        works.forEach(work -> work.failure().ifPresent(reason -> failing.put(work.name(), reason)));
        return failing;
    }
}
