package dev.sealpost.delivery.dispatch;

import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says on a thread of its own that this node lives, for as long as it does. */
final class Heartbeat {

    private final LiveNodes nodes;
    private final Runnable lookForDue;
    private final Duration interval;
    private final Background background;
    private @Nullable BackgroundWork work;

    /** @param lookForDue run after leases of others were freed */
    Heartbeat(LiveNodes nodes, Runnable lookForDue, Duration interval, Background background) {
        this.background = background;
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
            work = background.every("heartbeat", interval, this::beat);
        }
    }

    private void beat() {
        if (nodes.beat() > 0) {
            lookForDue.run();
        }
    }

    /** This node is leaving: whatever it has leased is free for others. */
    void stop() {
        if (work != null) {
            work.close();
        }
        nodes.leave();
    }
}
