package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WriterSession;
import dev.sealpost.database.Writes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of this node. Takes whatever has come since its last commit as one transaction: arrivals, outcomes and
 * writes of the API. After the commit, and on this thread, come dispatch and acknowledgements.
 */
final class Recorder implements Writes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final Snapshots snapshots;
    private final RecordBatch batch;
    private final RecordingPace pace;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final Queue<PendingWrite<?>> writes = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().name("sealpost-recorder").unstarted(this::run);
    private @Nullable WriterSession session;
    private volatile boolean available = true;
    private volatile boolean closing;

    /**
     * How entries are gathered.
     *
     * @param largestBatch entries in one transaction at most
     * @param linger how long a small batch waits for more
     */
    record RecordingPace(int largestBatch, Duration linger) {}

    Recorder(Database database, Snapshots snapshots, RecordBatch batch, RecordingPace pace) {
        this.database = database;
        this.snapshots = snapshots;
        this.batch = batch;
        this.pace = pace;
    }

    void start() {
        thread.start();
    }

    /** Whether the last transaction went through. While it is false, nothing new should be pulled. */
    boolean isAvailable() {
        return available;
    }

    /** Leaves the entry for the next transaction. Whoever calls bounds how many there are. */
    void submit(Entry entry) {
        entries.add(entry);
    }

    @Override
    public <T> T write(SqlWork<T> work) {
        if (closing) {
            throw new DatabaseUnavailableException("This node is stopping and writes nothing more", null);
        }
        PendingWrite<T> write = new PendingWrite<>(work, new CompletableFuture<>());
        writes.add(write);
        submit(new Look());
        try {
            return write.result().get(WRITE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            if (writes.remove(write)) {
                throw new DatabaseUnavailableException("The database did not answer in time; nothing was changed", e);
            }
            throw new DatabaseUnavailableException("The database did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("Interrupted while the database was written", e);
        }
    }

    private record PendingWrite<T>(SqlWork<T> work, CompletableFuture<T> result) {

        /** Runs the work; gives what completes the future after the commit, or completes it at once with the failure. */
        Optional<Runnable> run(WriterSession session) throws SQLException {
            try {
                T value = session.attempt(work);
                return Optional.of(() -> result.complete(value));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
                return Optional.empty();
            }
        }
    }

    private void run() {
        try {
            List<Entry> gathered = new ArrayList<>();
            while (!closing || !entries.isEmpty()) {
                gathered.clear();
                gather(gathered);
                writePending();
                record(List.copyOf(gathered));
            }
        } catch (Error e) {
            available = false;
            LOG.error("recorder.died: this node takes and delivers nothing more until it is started again", e);
            throw e;
        }
    }

    private void gather(List<Entry> gathered) {
        try {
            Entry first = entries.poll(LOOK_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
            gathered.add(first == null ? new Look() : first);
            entries.drainTo(gathered, pace.largestBatch() - 1);
            if (!pace.linger().isZero() && gathered.size() < pace.largestBatch() / 8) {
                LockSupport.parkNanos(pace.linger().toNanos());
                entries.drainTo(gathered, pace.largestBatch() - gathered.size());
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    private void writePending() {
        List<Runnable> completions = new ArrayList<>();
        List<PendingWrite<?>> taken = new ArrayList<>();
        try {
            for (PendingWrite<?> write = writes.poll(); write != null; write = writes.poll()) {
                taken.add(write);
                write.run(session()).ifPresent(completions::add);
            }
            if (!taken.isEmpty()) {
                session().commit();
                snapshots.refresh(session().client());
                session().commit();
                completions.forEach(Runnable::run);
            }
        } catch (SQLException | RuntimeException e) {
            abandon(e);
            DatabaseUnavailableException failure =
                    new DatabaseUnavailableException("The database does not take changes now", e);
            taken.forEach(write -> write.result().completeExceptionally(failure));
        }
    }

    /** Records the entries, in halves where one of them is not to the database's taste; returns when they are on disk. */
    private void record(List<Entry> batchEntries) {
        Duration pause = Duration.ofMillis(50);
        while (true) {
            try {
                batch.execute(session(), batchEntries);
                session().commit();
                batch.committed();
                available = true;
                break;
            } catch (SQLException | RuntimeException e) {
                abandon(e);
                if (isUnavailability(e)) {
                    if (closing) {
                        LOG.error("recorder.given-up entries={} reason={}", batchEntries.size(), e.toString());
                        return;
                    }
                    available = false;
                    LOG.warn("recorder.waits entries={} reason={}", batchEntries.size(), e.toString());
                    LockSupport.parkNanos(pause.toNanos());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                } else {
                    divide(batchEntries, e);
                    return;
                }
            }
        }
        batchEntries.forEach(Recorder::committed);
    }

    private void divide(List<Entry> batchEntries, Exception reason) {
        if (batchEntries.size() > 1) {
            int half = batchEntries.size() / 2;
            record(batchEntries.subList(0, half));
            record(batchEntries.subList(half, batchEntries.size()));
        } else {
            Entry culprit = batchEntries.getFirst();
            LOG.error(
                    "recorder.culprit entry={} reason={}",
                    culprit.getClass().getSimpleName(),
                    reason.toString(),
                    reason);
            substitute(culprit, reason).ifPresent(substitute -> record(List.of(substitute)));
        }
    }

    private static Optional<Entry> substitute(Entry culprit, Exception reason) {
        try {
            return Culprit.substitute(culprit, reason);
        } catch (RuntimeException e) {
            LOG.error("recorder.follow-up-failed entry={}", culprit.getClass().getSimpleName(), e);
            return Optional.empty();
        }
    }

    private static void committed(Entry entry) {
        try {
            entry.committed();
        } catch (RuntimeException e) {
            LOG.error("recorder.follow-up-failed entry={}", entry.getClass().getSimpleName(), e);
        }
    }

    private WriterSession session() throws SQLException {
        WriterSession open = session;
        if (open == null) {
            open = database.openWriter();
            session = open;
        }
        return open;
    }

    /** Undoes what is not committed, on a connection that may be broken. */
    private void abandon(Exception reason) {
        WriterSession broken = session;
        if (broken == null) {
            return;
        }
        try {
            broken.rollback();
            if (!isUnavailability(reason)) {
                return;
            }
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
        session = null;
        try {
            broken.close();
        } catch (SQLException e) {
            reason.addSuppressed(e);
        }
    }

    private boolean isUnavailability(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof DatabaseUnavailableException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                return database.dialect().isUnavailability(sql);
            }
        }
        return false;
    }

    /** Records what is left and ends. */
    @Override
    public void close() throws SQLException {
        closing = true;
        submit(new Look());
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (session != null) {
            session.close();
        }
    }
}
