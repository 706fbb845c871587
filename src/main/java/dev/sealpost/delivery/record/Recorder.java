package dev.sealpost.delivery.record;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.node.FailureGuard;
import dev.sealpost.node.FatalErrorHandler;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of this node. Commits all entries that arrived since the last commit in one transaction: arrivals, results,
 * and writes of other components.
 */
public final class Recorder implements Writes, Recording {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final RecordBatch recordBatch;
    private final RehearseBatch rehearse;
    private final GatherEntries gather;
    private final FatalErrorHandler fatal;
    private final RecorderMetrics metrics;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    /** Batches to be repeated, the next one first. Confined to the committing thread. */
    private final Deque<List<Entry>> retries = new ArrayDeque<>();

    private final PendingWrites writes;
    private final RecorderSession session;
    private final RecorderPause pause = new RecorderPause();
    private volatile boolean closing;
    private volatile boolean broken;

    /**
     * Batching parameters.
     *
     * @param largestBatch maximum number of entries in one transaction
     * @param linger how long a batch smaller than average waits for more entries while the node is busy
     */
    public record RecordingPace(int largestBatch, Duration linger) {}

    /**
     * Creates a recorder.
     *
     * @param rehearse runs before an entry is quarantined
     * @param fatal notified when recording has failed permanently
     */
    public Recorder(
            Database database,
            Snapshots snapshots,
            RecordBatch batch,
            RehearseBatch rehearse,
            RecordingPace pace,
            FatalErrorHandler fatal,
            RecorderMetrics metrics) {
        this.session = new RecorderSession(database);
        this.writes = new PendingWrites(snapshots);
        this.recordBatch = batch;
        this.rehearse = rehearse;
        this.gather = new GatherEntries(entries, pace, () -> !writes.isEmpty());
        this.fatal = fatal;
        this.metrics = metrics;
    }

    @Override
    public boolean isAvailable() {
        return !broken && pause.isOver();
    }

    /** Returns why nothing could be recorded for at least this long; empty when the recorder works or is idle. */
    Optional<String> pauseReason(Duration atLeast) {
        return pause.reason(atLeast);
    }

    @Override
    public void submit(Entry entry) {
        entries.add(entry);
    }

    @Override
    public <T> T write(SqlWork<T> work) {
        if (closing || broken) {
            throw new DatabaseUnavailableException("This node is stopping and accepts no writes", null);
        }
        return writes.await(work, () -> submit(new Entry.NoOp()));
    }

    /**
     * Commits the next batch, or a batch to be repeated. Called by one thread.
     *
     * @return the committed facts to act on; empty when nothing was committed
     * @throws RuntimeException when recording has failed permanently
     */
    public List<Committed> commitNext() {
        List<Entry> batch = retries.isEmpty() ? gather() : retries.removeFirst();
        writePending();
        return commit(batch);
    }

    /** Returns whether it is closing and nothing is left to commit. */
    public boolean isDone() {
        return closing && entries.isEmpty() && retries.isEmpty();
    }

    /** Makes the last commit, which includes periodically written counts. */
    public List<Committed> commitLast() {
        metrics.flushNext();
        List<Committed> facts = commit(List.of(new Entry.NoOp()));
        session.close();
        return facts;
    }

    /** Stops accepting writes, and lets the committing thread finish. */
    public void close() {
        closing = true;
        submit(new Entry.NoOp());
    }

    /** Reports a permanent failure, which ends this node. */
    public void fail(Throwable cause) {
        broken = true;
        if (cause instanceof RecorderSession.BrokenDatabase && cause.getCause() != null) {
            fatal.report(FatalErrorHandler.Cause.DISK, "database", cause.getCause());
        } else {
            fatal.report(FatalErrorHandler.Cause.SOFTWARE, "recorder", cause);
        }
        writes.fail(writes.take(), new IllegalStateException("the recorder has failed permanently", cause));
    }

    private List<Entry> gather() {
        try {
            return gather.next();
        } catch (InterruptedException e) {
            // Only close ends the loop; a listener may have left the interrupt flag set.
            return List.of();
        }
    }

    private void writePending() {
        if (writes.isEmpty()) {
            return;
        }
        List<PendingWrites.Pending<?>> taken = writes.take();
        try {
            writes.run(taken, session.open());
        } catch (SQLException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            session.abandon(e);
            writes.fail(taken, e);
            session.requireIntact(e);
        }
    }

    private List<Committed> commit(List<Entry> batch) {
        List<Committed> facts;
        try {
            facts = execute(batch);
        } catch (SQLException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            session.abandon(e);
            session.requireIntact(e);
            return recover(batch, e);
        }
        notifyListeners();
        return facts;
    }

    private List<Committed> execute(List<Entry> batch) throws SQLException {
        long start = System.nanoTime();
        RecordBatch.Executed executed = recordBatch.execute(session.open(), batch);
        metrics.write(session.open());
        session.open().commit();
        pause.end();
        metrics.committed(executed.facts(), executed.counts(), System.nanoTime() - start);
        return executed.facts();
    }

    /** Notifies listeners of a commit; their failure does not undo it. */
    private void notifyListeners() {
        FailureGuard.run(recordBatch::committed, e -> LOG.error("recorder.follow-up-failed entry=batch", e));
    }

    /** Handles a failed batch: repeats it in halves, quarantines the entry at fault, or waits. */
    private List<Committed> recover(List<Entry> batch, Throwable reason) {
        boolean isUnavailable = session.isUnavailability(reason);
        if (!isUnavailable && batch.size() > 1) {
            int half = batch.size() / 2;
            retries.addFirst(batch.subList(half, batch.size()));
            retries.addFirst(batch.subList(0, half));
        } else if (!isUnavailable && !batch.isEmpty() && isEntryAtFault(reason)) {
            return quarantine(batch.getFirst(), reason);
        } else if (closing) {
            LOG.error("recorder.entries-abandoned entries={} reason={}", batch.size(), reason.toString());
        } else {
            retries.addFirst(batch);
            pause.begin(batch.size(), reason);
        }
        return List.of();
    }

    /**
     * Returns whether the entry itself is at fault. If known good rows fail too, for example for lack of a permission or a
     * column, every entry would fail, and all must wait.
     */
    private boolean isEntryAtFault(Throwable reason) {
        try {
            rehearse.run(session.open());
            session.open().rollback();
            return true;
        } catch (SQLException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn("recorder.rehearsal-failed reason={}", e.toString());
            reason.addSuppressed(e);
            session.requireIntact(e);
            session.close();
            return false;
        }
    }

    private List<Committed> quarantine(Entry entry, Throwable reason) {
        LOG.error(
                "recorder.entry-quarantined entry={} reason={}",
                entry.getClass().getSimpleName(),
                reason.toString(),
                reason);
        QuarantinedEntry quarantined = QuarantinedEntry.of(entry, reason);
        quarantined.substitute().ifPresent(substitute -> retries.addFirst(List.of(substitute)));
        return quarantined.outcome();
    }
}
