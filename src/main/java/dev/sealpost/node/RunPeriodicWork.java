package dev.sealpost.node;

import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Runs all {@link PeriodicWork}, each on a thread of its own. */
@Component
class RunPeriodicWork implements SmartLifecycle {

    private final List<PeriodicWork> declared;
    private final Background background;
    private List<BackgroundWork> running = List.of();

    RunPeriodicWork(List<PeriodicWork> declared, Background background) {
        this.declared = List.copyOf(declared);
        this.background = background;
    }

    @Override
    public synchronized void start() {
        running = declared.stream()
                .map(work -> background.every(work.name(), work.first(), work.interval(), work.step()))
                .toList();
    }

    @Override
    public synchronized void stop() {
        running.forEach(work -> work.close(Duration.ZERO));
        running.forEach(BackgroundWork::close);
        running = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !running.isEmpty();
    }

    /** Starts last and stops first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
