package dev.sealpost.delivery.record;

import dev.sealpost.node.BackOff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the recorder waits for, and since when: a database that is gone, or one that takes nothing at all. */
final class RecorderPause {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderPause.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(5));

    private int pauses;
    private volatile @Nullable Waiting waiting;

    private record Waiting(String reason, long since) {}

    /** Says why it waits, and waits; longer from time to time. */
    void take(int entries, Throwable reason) {
        Waiting before = waiting;
        waiting = new Waiting(reason.toString(), before == null ? System.nanoTime() : before.since());
        LOG.warn("recorder.waits entries={} reason={}", entries, reason.toString());
        pauses++;
        LockSupport.parkNanos(BACK_OFF.after(pauses).toNanos());
    }

    /** Something went through. */
    void end() {
        if (waiting != null) {
            LOG.info("recorder.resumed");
            waiting = null;
            pauses = 0;
        }
    }

    boolean isOver() {
        return waiting == null;
    }

    /** What has been waited for, for at least so long. */
    Optional<String> reason(Duration atLeast) {
        Waiting now = waiting;
        return now == null || System.nanoTime() - now.since() < atLeast.toNanos()
                ? Optional.empty()
                : Optional.of(now.reason());
    }
}
