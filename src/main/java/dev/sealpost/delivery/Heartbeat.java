package dev.sealpost.delivery;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says on a thread of its own that this node lives, for as long as it does. */
final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final LiveNodes nodes;
    private final Runnable lookForDue;
    private final Duration interval;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sealpost-heartbeat").daemon().factory());

    /** @param lookForDue run after leases of others were freed */
    Heartbeat(LiveNodes nodes, Runnable lookForDue, Duration interval) {
        this.nodes = nodes;
        this.lookForDue = lookForDue;
        this.interval = interval;
    }

    /** Whether there is nobody to tell. */
    boolean isAlone() {
        return nodes.isAlone();
    }

    void start() {
        if (!isAlone()) {
            clock.scheduleWithFixedDelay(this::beat, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void beat() {
        try {
            if (nodes.beat() > 0) {
                lookForDue.run();
            }
        } catch (RuntimeException e) {
            LOG.warn("node.beat-failed reason={}", e.toString());
        }
    }

    /** This node is leaving: whatever it has leased is free for others. */
    void stop() {
        clock.shutdownNow();
        nodes.leave();
    }
}
