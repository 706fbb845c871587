package dev.sealpost.delivery.record;

import dev.sealpost.node.BackOff;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses of the recorder while the database is unavailable or rejects every write, with increasing delays. */
final class RecorderPause {

    private static final Logger LOG = LoggerFactory.getLogger(RecorderPause.class);
    private static final BackOff BACK_OFF = new BackOff(Duration.ofMillis(50), Duration.ofSeconds(5));

    private int pauses;
    private volatile @Nullable Waiting waiting;

    private record Waiting(String reason, long since) {}

    /** Logs the reason and waits, twice as long each time. */
    void begin(int entries, Throwable reason) {
        Waiting before = waiting;
        waiting = new Waiting(reason.toString(), before == null ? System.nanoTime() : before.since());
        LOG.warn("recorder.waits entries={} reason={}", entries, reason.toString());
        pauses++;
        LockSupport.parkNanos(BACK_OFF.after(pauses).toNanos());
    }

    /** Ends the pause after a successful commit. */
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

    /** Returns the reason of a pause that has lasted at least this long. */
    Optional<String> reason(Duration atLeast) {
        Waiting now = waiting;
        return now == null || System.nanoTime() - now.since() < atLeast.toNanos()
                ? Optional.empty()
                : Optional.of(now.reason());
    }
}
