package dev.sealpost.delivery.dispatch;

import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends the heartbeat of this node periodically, on its own thread. */
final class Heartbeat {

    private final LiveNodes nodes;
    private final Runnable refreshBacklog;
    private final Duration interval;
    private final Background background;
    private @Nullable BackgroundWork work;

    /** @param refreshBacklog runs after leases of dead nodes were freed */
    Heartbeat(LiveNodes nodes, Runnable refreshBacklog, Duration interval, Background background) {
        this.background = background;
        this.nodes = nodes;
        this.refreshBacklog = refreshBacklog;
        this.interval = interval;
    }

    /** Returns whether no other node shares the database. */
    boolean isAlone() {
        return nodes.isAlone();
    }

    void start() {
        if (!isAlone()) {
            work = background.every("heartbeat", interval, this::beat);
        }
    }

    private void beat() {
        if (nodes.beat() > 0) {
            refreshBacklog.run();
        }
    }

    /** Stops the heartbeat and frees this node's leases. */
    void stop() {
        if (work != null) {
            work.close();
        }
        nodes.leave();
    }
}
