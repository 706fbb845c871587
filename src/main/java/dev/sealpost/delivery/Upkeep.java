package dev.sealpost.delivery;

import dev.sealpost.home.Background;
import dev.sealpost.home.BackgroundWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.context.SmartLifecycle;

/** Runs what has to be done from time to time, on threads of its own: progress, the reconciler, retention, listing. */
class Upkeep implements SmartLifecycle {

    private static final Duration PROGRESS = Duration.ofSeconds(10);
    private static final Duration LISTING = Duration.ofMillis(500);

    private final Parts parts;
    private final ReconcilerSettings reconciling;
    private final RetentionSettings retaining;
    private final Background background;
    private List<BackgroundWork> works = List.of();

    /**
     * What is done.
     *
     * @param listing empty where the database lists attempts at once
     */
    record Parts(RecordProgress progress, Reconciler reconciler, Retention retention, Optional<ListAttempts> listing) {}

    Upkeep(Parts parts, ReconcilerSettings reconciling, RetentionSettings retaining, Background background) {
        this.background = background;
        this.parts = parts;
        this.reconciling = reconciling;
        this.retaining = retaining;
    }

    @Override
    public synchronized void start() {
        Duration progress = reconciling.grace().compareTo(PROGRESS) < 0 ? reconciling.grace() : PROGRESS;
        works = new ArrayList<>(List.of(
                background.every("progress", progress.plusMillis(100), parts.progress()::record),
                background.every("reconciler", reconciling.first(), reconciling.interval(), parts.reconciler()::check),
                background.every("retention", reconciling.first(), retaining.interval(), parts.retention()::clean)));
        parts.listing().ifPresent(listing -> works.add(background.every("listing", LISTING, LISTING, listing::list)));
    }

    @Override
    public synchronized void stop() {
        works.forEach(work -> work.close(Duration.ZERO));
        works.forEach(BackgroundWork::close);
        works = List.of();
    }

    @Override
    public synchronized boolean isRunning() {
        return !works.isEmpty();
    }

    /** After deliveries have begun, before they end. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
