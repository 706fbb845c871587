package dev.sealpost.operational;

import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.event.IngestRefusedException;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes notices in order on its own thread, started with the first notice. When the queue is full, it drops the oldest,
 * so that producers never wait.
 */
final class NoticeQueue implements Consumer<Notice>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeQueue.class);
    private static final Duration IDLE = Duration.ofMillis(500);
    private static final Duration DATABASE_RETRY = Duration.ofSeconds(5);
    private static final long REPORT_NANOS = Duration.ofSeconds(10).toNanos();

    private final Consumer<Notice> publish;
    private final BlockingQueue<Notice> waiting;
    private final Background background;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable BackgroundWork work;
    private long reportedAt = System.nanoTime() - REPORT_NANOS;

    NoticeQueue(Consumer<Notice> publish, int capacity, Background background) {
        this.background = background;
        this.publish = publish;
        this.waiting = new ArrayBlockingQueue<>(capacity);
    }

    @Override
    public void accept(Notice notice) {
        while (!waiting.offer(notice)) {
            if (waiting.poll() != null) {
                dropped.incrementAndGet();
            }
        }
        if (!started.get() && started.compareAndSet(false, true)) {
            work = background.every("operational", Duration.ZERO, this::step);
        }
    }

    private void step() {
        try {
            Notice notice = waiting.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
            if (notice != null && closing.getCount() > 0) {
                publish(notice);
                report(waiting.isEmpty());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Publishes a notice, repeating it while it is refused. */
    private void publish(Notice notice) throws InterruptedException {
        Duration pause = attempt(notice);
        while (!pause.isZero() && !closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            report(false);
            pause = attempt(notice);
        }
    }

    /** @return delay before the next try; zero when done */
    private Duration attempt(Notice notice) {
        try {
            publish.accept(notice);
            return Duration.ZERO;
        } catch (IngestRefusedException e) {
            return e.retryAfter();
        } catch (DatabaseUnavailableException e) {
            return DATABASE_RETRY;
        } catch (RuntimeException e) {
            LOG.warn(
                    "operational.not-published type={} destinationId={} reason={}",
                    notice.headline().kind().type(),
                    notice.subject().destination(),
                    e.toString());
            return Duration.ZERO;
        }
    }

    private void report(boolean now) {
        if (dropped.get() > 0 && (now || System.nanoTime() - reportedAt >= REPORT_NANOS)) {
            LOG.warn("operational.dropped count={}", dropped.getAndSet(0));
            reportedAt = System.nanoTime();
        }
    }

    /** Stops and discards waiting notices. */
    @Override
    public void close() {
        closing.countDown();
        BackgroundWork running = work;
        if (running != null) {
            running.close(Duration.ZERO);
        }
    }
}
