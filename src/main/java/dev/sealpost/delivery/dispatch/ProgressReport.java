package dev.sealpost.delivery.dispatch;

import java.time.Duration;

/** Reports the progress of one queue to the status, about once a second: a queue is looked at for every message. */
final class ProgressReport {

    private static final long INTERVAL = Duration.ofSeconds(1).toNanos();

    private final String queue;
    private final IntakeStatus status;
    private long nextAt = System.nanoTime();
    private boolean progressing;

    ProgressReport(String queue, IntakeStatus status) {
        this.queue = queue;
        this.status = status;
    }

    /** Records that the queue was read, even if it was empty. */
    void made() {
        if (!progressing || isDue()) {
            progressing = true;
            status.progressed(queue);
        }
    }

    /** Records that the queue is not read for now, and why. */
    void waits(String reason) {
        if (progressing || isDue()) {
            progressing = false;
            status.waits(queue, reason);
        }
    }

    void failed(String reason) {
        progressing = false;
        status.failed(queue, reason);
    }

    private boolean isDue() {
        long now = System.nanoTime();
        if (now - nextAt < 0) {
            return false;
        }
        nextAt = now + INTERVAL;
        return true;
    }
}
