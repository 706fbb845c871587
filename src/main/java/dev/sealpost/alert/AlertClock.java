package dev.sealpost.alert;

import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

/** Evaluates the rules periodically, from when the node is ready until it stops. */
class AlertClock implements AutoCloseable {

    private final WatchRules watch;
    private final Duration every;
    private final Background background;
    private @Nullable BackgroundWork work;

    AlertClock(WatchRules watch, Duration every, Background background) {
        this.background = background;
        this.watch = watch;
        this.every = every;
    }

    @EventListener
    void start(ApplicationReadyEvent ready) {
        work = background.every("alerts", every, every, watch::look);
    }

    @Override
    public void close() {
        if (work != null) {
            work.close();
        }
    }
}
