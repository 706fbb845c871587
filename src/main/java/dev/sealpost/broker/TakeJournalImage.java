package dev.sealpost.broker;

import dev.sealpost.broker.JournalImage.Moment;
import dev.sealpost.broker.JournalImage.Part;
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
 * Takes a {@link JournalImage}. What the journals have is locked for a moment only, in which no byte is copied:
 *
 * <ul>
 *   <li>the journals go on to new files, and leave the old ones be;
 *   <li>pages get a second name, and their size is noted: messages may be added behind it even now;
 *   <li>large messages get a second name. A file is made before its message gets into the journal or a page, and removed after
 *       the journal has its acknowledgement; so nothing in the image has lost its file.
 * </ul>
 */
final class TakeJournalImage {

    private static final String PAGING = "paging";
    private static final String LARGE = "large-messages";

    private final JournalHold hold;
    private final Path data;
    private final HardLinks links;
    private final Patience patience;
    /** The image that is taken or open; it is given back by whoever ends it. */
    private final Semaphore one = new Semaphore(1);

    /**
     * How long is waited.
     *
     * @param others for those who compact or reclaim to end; nobody waits for us yet
     * @param locks for the locks, and how long publishers wait for us
     */
    record Patience(Duration others, Duration locks) {}

    /** @param data the data directory */
    TakeJournalImage(JournalHold hold, Path data, Patience patience) {
        this.hold = hold;
        this.data = data;
        this.links = new HardLinks(data.resolve("backup-links"));
        this.patience = patience;
    }

    /** @throws BrokerBusyException when it would take longer than the patience; all is as before then */
    JournalImage take(Moment moment) throws Exception {
        if (!one.tryAcquire()) {
            throw new BrokerBusyException("An image of the broker's files is being taken");
        }
        // The locks belong to the thread that waits for them; this one does not wait for ever.
        Attempt attempt = new Attempt();
        FutureTask<JournalImage> work = new FutureTask<>(() -> take(moment, attempt));
        Thread.ofPlatform().name("sealpost-journal-image").daemon().start(work);
        attempt.require(attempt.prepared, patience.others());
        attempt.require(attempt.locked, patience.locks());
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
            hold.preserve(patience.others());
            // Most of them before anybody waits.
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

    /** Either it has the locks in time, or it is given up. */
    private static final class Attempt {

        private final CountDownLatch prepared = new CountDownLatch(1);
        private final CountDownLatch locked = new CountDownLatch(1);
        private final AtomicBoolean decided = new AtomicBoolean();

        void claim() {
            if (!decided.compareAndSet(false, true)) {
                throw new BrokerBusyException("Nobody waits for it any more");
            }
        }

        void require(CountDownLatch step, Duration time) throws InterruptedException {
            if (!step.await(time.toMillis(), TimeUnit.MILLISECONDS) && decided.compareAndSet(false, true)) {
                throw new BrokerBusyException("The journal of the broker was busy for " + time.toMillis()
                        + " ms, perhaps with compacting; try again");
            }
        }
    }

    private JournalImage image(Moment moment) throws Exception {
        long start = System.nanoTime();
        BooleanSupplier late =
                () -> System.nanoTime() - start > patience.locks().toNanos();
        List<Part> parts = new ArrayList<>();
        for (Path file : hold.moveOn()) {
            parts.add(whole(data.relativize(file), file));
        }
        // Before the pages are looked at: what others have seen of them is in what is noted.
        moment.take();
        for (String folder : List.of(PAGING, LARGE)) {
            for (Path link : links.link(broker(folder), late)) {
                parts.add(whole(Path.of("broker").resolve(links.place(link)), link));
            }
        }
        // The name of this broker, Broker.nodeId; it does not change.
        Path name = broker("journal").resolve("server.lock");
        if (Files.exists(name)) {
            parts.add(whole(data.relativize(name), name));
        }
        return new JournalImage(parts, Duration.ofNanos(System.nanoTime() - start), this::end);
    }

    private static Part whole(Path place, Path source) throws IOException {
        return new Part(place, source, Files.size(source));
    }

    private Path broker(String folder) {
        return data.resolve("broker").resolve(folder);
    }
}
