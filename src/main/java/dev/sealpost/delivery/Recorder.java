package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WriterSession;
import dev.sealpost.database.Writes;
import dev.sealpost.home.Breakdown;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of this node. Takes whatever has come since its last commit as one transaction: arrivals, outcomes and
 * writes of the API. After the commit, and on this thread, come dispatch and acknowledgements.
 */
final class Recorder implements Writes, Recording, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Database database;
    private final RecordBatch batch;
    private final GatherEntries gather;
    private final Watchers watchers;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final PendingWrites writes;
    private final Thread thread = Thread.ofPlatform().name("sealpost-recorder").unstarted(this::run);
    private @Nullable WriterSession session;
    private volatile boolean available = true;
    private volatile boolean closing;
    private volatile boolean broken;

    /**
     * How entries are gathered.
     *
     * @param largestBatch entries in one transaction at most
     * @param linger how long a batch that is smaller than usual waits for more, while the node is busy
     */
    record RecordingPace(int largestBatch, Duration linger) {}

    /**
     * Who hears of what is recorded.
     *
     * @param breakdown told when nothing can be recorded any more
     */
    record Watchers(Breakdown breakdown, Tally tally) {}

    Recorder(Database database, Snapshots snapshots, RecordBatch batch, RecordingPace pace, Watchers watchers) {
        this.database = database;
        this.writes = new PendingWrites(snapshots);
        this.batch = batch;
        this.gather = new GatherEntries(entries, pace, () -> !writes.isEmpty());
        this.watchers = watchers;
    }

    void start() {
        thread.start();
    }

    @Override
    public boolean isAvailable() {
        return available;
    }

    @Override
    public void submit(Entry entry) {
        entries.add(entry);
    }

    @Override
    public <T> T write(SqlWork<T> work) {
        if (closing || broken) {
            throw new DatabaseUnavailableException("This node is stopping and writes nothing more", null);
        }
        return writes.await(work, () -> submit(new Look()));
    }

    private void run() {
        try {
            while (!closing || !entries.isEmpty()) {
                List<Entry> gathered = gather();
                writePending();
                record(gathered);
            }
            watchers.tally().hurry();
            record(List.of(new Look()));
        } catch (BrokenDatabase e) {
            breakDown(Breakdown.Kind.DISK, "database", e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException | Error e) {
            breakDown(Breakdown.Kind.SOFTWARE, "recorder", e);
        }
    }

    private void breakDown(Breakdown.Kind kind, String part, Throwable cause) {
        broken = true;
        available = false;
        watchers.breakdown().report(kind, part, cause);
        writes.fail(writes.take(), new IllegalStateException("this node cannot go on", cause));
    }

    /** The database is not there any more as a database: nothing can be recorded in it by waiting. */
    private static final class BrokenDatabase extends RuntimeException {

        BrokenDatabase(Throwable cause) {
            super(cause);
        }
    }

    private List<Entry> gather() {
        try {
            return gather.next();
        } catch (InterruptedException e) {
            closing = true;
            return List.of();
        }
    }

    private void writePending() {
        if (writes.isEmpty()) {
            return;
        }
        List<PendingWrites.Pending<?>> taken = writes.take();
        try {
            writes.run(taken, session());
        } catch (SQLException | RuntimeException e) {
            abandon(e);
            writes.fail(taken, e);
            requireWhole(e);
        }
    }

    /** Records the entries, in halves where one of them is not to the database's taste; returns when they are on disk. */
    private void record(List<Entry> batchEntries) {
        Duration pause = Duration.ofMillis(50);
        Ledger counted;
        long nanos;
        while (true) {
            try {
                long start = System.nanoTime();
                counted = batch.execute(session(), batchEntries);
                watchers.tally().write(session());
                session().commit();
                nanos = System.nanoTime() - start;
                batch.committed();
                available = true;
                break;
            } catch (SQLException | RuntimeException e) {
                abandon(e);
                requireWhole(e);
                if (isUnavailability(e)) {
                    if (closing) {
                        LOG.error("recorder.given-up entries={} reason={}", batchEntries.size(), e.toString());
                        return;
                    }
                    available = false;
                    LOG.warn("recorder.waits entries={} reason={}", batchEntries.size(), e.toString());
                    LockSupport.parkNanos(pause.toNanos());
                    pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                    // One of them may mend what the batch waits for; without a database they are told so at once.
                    writePending();
                } else {
                    divide(batchEntries, e);
                    return;
                }
            }
        }
        batchEntries.forEach(Recorder::committed);
        watchers.tally().committed(batchEntries, counted, nanos);
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

    private void requireWhole(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && database.dialect().isBroken(sql)) {
                throw new BrokenDatabase(sql);
            }
        }
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
