package dev.sealpost.replay;

import dev.sealpost.broker.message.BrokerUnavailableException;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.delivery.DestinationsReady;
import dev.sealpost.delivery.StorableText;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import dev.sealpost.replay.Replay.Status;
import dev.sealpost.replay.ReplayStep.Stepped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Processes the replays of this node round-robin in small steps, on one thread, at a common rate. */
@Component
class ReplayEngine implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayEngine.class);

    /** Interval at which replays released by other nodes are found. */
    private static final Duration IDLE = Duration.ofSeconds(2);

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(2);

    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final int FAULT_LIMIT = 10;

    private final ReplayLeases leases;
    private final Steps steps;
    private final ReplaySettings settings;
    private final Background background;
    private final ReplayPace pace;
    private final Map<Replay.Id, Integer> faults = new HashMap<>();
    private final Semaphore wakeUps = new Semaphore(0);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private long housekeepingAt = System.nanoTime();
    private int next;
    private @Nullable BackgroundWork work;
    private volatile boolean running;

    /** Steps of each kind of replay. */
    record Steps(ReplayStep deliveries, ReplayStep parked) {

        ReplayStep of(Replay.Kind kind) {
            return switch (kind) {
                case RECOVER, REPLAY, REDRIVE_DEAD -> deliveries;
                case REDRIVE_PARKED -> parked;
            };
        }
    }

    ReplayEngine(ReplayLeases leases, Steps steps, ReplaySettings settings, Background background) {
        this.leases = leases;
        this.steps = steps;
        this.settings = settings;
        this.background = background;
        this.pace = new ReplayPace(settings.rate());
    }

    /** Does nothing: destinations are not loaded yet, and {@link #begin} starts the work. */
    @Override
    public void start() {
        running = true;
    }

    @EventListener(DestinationsReady.class)
    synchronized void begin() {
        if (work == null) {
            running = true;
            work = background.every("replay", Duration.ZERO, this::step);
        }
    }

    @EventListener(Replays.Ordered.class)
    void ordered() {
        wakeUps.release();
    }

    private void step() {
        deleteOldReplays();
        Duration rest = round();
        try {
            rest(rest);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void rest(Duration rest) throws InterruptedException {
        // Only an idle engine is woken early, so that new replays do not exceed the rate.
        if (rest.equals(IDLE)) {
            if (wakeUps.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } else {
            stopping.await(rest.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void deleteOldReplays() {
        if (System.nanoTime() - housekeepingAt >= 0) {
            leases.forgetEnded(settings.keep());
            housekeepingAt = System.nanoTime() + HOUSEKEEPING.toNanos();
        }
    }

    /** Runs a step of the next replay that is not waiting, and returns how long to pause. */
    private Duration round() {
        List<Replay> owned = leases.take();
        for (int i = 0; i < owned.size(); i++) {
            Replay replay = owned.get(Math.floorMod(next++, owned.size()));
            Optional<Duration> rest = step(replay);
            if (rest.isPresent()) {
                return rest.get();
            }
        }
        return owned.isEmpty() ? IDLE : WAIT;
    }

    /** Runs one step and returns the pause; empty when the replay waits or has ended. */
    private Optional<Duration> step(Replay replay) {
        long begun = System.nanoTime();
        try {
            Stepped stepped = steps.of(replay.order().kind()).step(replay, pace.chunk());
            faults.remove(replay.id());
            return switch (stepped) {
                case Stepped.Went went ->
                    Optional.of(pace.restAfter(went, Duration.ofNanos(System.nanoTime() - begun)));
                case Stepped.Waits(String why) -> waits(replay, why);
                case Stepped.Fails(String why) -> fails(replay, why);
            };
        } catch (ReplayLeases.TakenAwayException e) {
            leases.lost(replay.id());
            return Optional.empty();
        } catch (RuntimeException e) {
            if (e instanceof BrokerUnavailableException || DatabaseUnavailableException.isCauseOf(e)) {
                LOG.warn("replay.waits replayId={} reason={}", replay.id(), e.toString());
                return Optional.of(AFTER_FAILURE);
            }
            LOG.error("replay.fault replayId={}", replay.id(), e);
            return faults.merge(replay.id(), 1, Integer::sum) < FAULT_LIMIT
                    ? Optional.of(AFTER_FAILURE)
                    : fails(replay, StorableText.of(e.toString(), StorableText.REASON));
        }
    }

    private Optional<Duration> waits(Replay replay, String why) {
        String note = "waits: " + why;
        if (!replay.state().note().equals(Optional.of(note))) {
            leases.save(replay.noted(Status.RUNNING, note));
        }
        return Optional.empty();
    }

    private Optional<Duration> fails(Replay replay, String why) {
        LOG.warn("replay.failed replayId={} reason={}", replay.id(), why);
        leases.save(replay.noted(Status.FAILED, why));
        leases.lost(replay.id());
        faults.remove(replay.id());
        return Optional.empty();
    }

    /** Stops; returns when no more deliveries are made due. */
    @Override
    public synchronized void stop() {
        running = false;
        stopping.countDown();
        wakeUps.release();
        if (work != null) {
            work.close(AFTER_FAILURE.multipliedBy(3));
            release();
        }
    }

    private void release() {
        try {
            leases.release();
        } catch (RuntimeException e) {
            LOG.warn("replay.release-failed reason={}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Stops with the deliveries, before Camel and the web server. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
