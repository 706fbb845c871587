package dev.sealpost.broker;

import dev.sealpost.broker.JournalImage.ImageFile;
import dev.sealpost.broker.JournalImage.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Takes a {@link JournalImage}. Locks the journals briefly, without copying any bytes:
 *
 * <ul>
 * <li>the journals move on to new files and do not touch the old ones;
 * <li>pages are hard-linked and their size is recorded, since messages may be appended even now;
 * <li>large messages are hard-linked. A file is created before its message is in the journal or a page, and deleted
 * after the journal has the acknowledgement, so the image lacks no file.
 * </ul>
 */
final class TakeJournalImage {

    private static final String PAGING = "paging";
    private static final String LARGE = "large-messages";

    private final JournalHold hold;
    private final Path data;
    private final HardLinks links;
    private final Timeouts timeouts;
    /** Permit for the single image being taken or open. */
    private final Semaphore one = new Semaphore(1);

    /**
     * Time limits.
     *
     * @param compaction for running compaction and reclaiming to end; publishers do not wait yet
     * @param locks to acquire the locks and to hold them, while publishers wait
     */
    record Timeouts(Duration compaction, Duration locks) {}

    /** @param data the data directory */
    TakeJournalImage(JournalHold hold, Path data, Timeouts timeouts) {
        this.hold = hold;
        this.data = data;
        this.links = new HardLinks(data.resolve("backup-links"));
        this.timeouts = timeouts;
    }

    /**
     * @throws BrokerBusyException when a timeout expires; nothing was changed
     */
    JournalImage take(Moment moment) throws Exception {
        if (!one.tryAcquire()) {
            throw new BrokerBusyException("Another image of the broker's files is being taken");
        }
        // The locks belong to the thread that acquires them; this thread waits with a timeout.
        Attempt attempt = new Attempt();
        FutureTask<JournalImage> work = new FutureTask<>(() -> take(moment, attempt));
        Thread.ofPlatform().name("sealpost-journal-image").daemon().start(work);
        attempt.require(attempt.prepared, timeouts.compaction());
        attempt.require(attempt.locked, timeouts.locks());
        try {
            return work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private JournalImage take(Moment moment, Attempt attempt) throws Exception {
        try {
            links.clear();
            hold.preserve(timeouts.compaction());
            // Links most files before publishers wait.
            links.link(broker(LARGE), () -> false);
            attempt.prepared.countDown();
            hold.lock();
            try {
                attempt.claim();
                attempt.locked.countDown();
                return image(moment);
            } finally {
                hold.unlock();
            }
        } catch (Throwable e) {
            end();
            throw e;
        } finally {
            attempt.prepared.countDown();
            attempt.locked.countDown();
        }
    }

    private void end() throws IOException {
        try {
            hold.release();
            links.clear();
        } finally {
            one.release();
        }
    }

    /** Decides once whether the locks were acquired in time or the attempt is abandoned. */
    private static final class Attempt {

        private final CountDownLatch prepared = new CountDownLatch(1);
        private final CountDownLatch locked = new CountDownLatch(1);
        private final AtomicBoolean decided = new AtomicBoolean();

        void claim() {
            if (!decided.compareAndSet(false, true)) {
                throw new BrokerBusyException("The attempt was abandoned");
            }
        }

        void require(CountDownLatch step, Duration time) throws InterruptedException {
            if (!step.await(time.toMillis(), TimeUnit.MILLISECONDS) && decided.compareAndSet(false, true)) {
                throw new BrokerBusyException(
                        "The journal of the broker was busy for " + time.toMillis() + " ms, perhaps compacting; retry");
            }
        }
    }

    private JournalImage image(Moment moment) throws Exception {
        long start = System.nanoTime();
        BooleanSupplier late =
                () -> System.nanoTime() - start > timeouts.locks().toNanos();
        List<ImageFile> parts = new ArrayList<>();
        for (Path file : hold.moveOn()) {
            parts.add(whole(data.relativize(file), file));
        }
        // Before the pages are linked, so that the image has everything that the callback has seen.
        moment.take();
        for (String folder : List.of(PAGING, LARGE)) {
            for (Path link : links.link(broker(folder), late)) {
                parts.add(whole(Path.of("broker").resolve(links.place(link)), link));
            }
        }
        // Holds Broker.nodeId; it does not change.
        Path name = broker("journal").resolve("server.lock");
        if (Files.exists(name)) {
            parts.add(whole(data.relativize(name), name));
        }
        return new JournalImage(parts, Duration.ofNanos(System.nanoTime() - start), this::end);
    }

    private static ImageFile whole(Path place, Path source) throws IOException {
        return new ImageFile(place, source, Files.size(source));
    }

    private Path broker(String folder) {
        return data.resolve("broker").resolve(folder);
    }
}
