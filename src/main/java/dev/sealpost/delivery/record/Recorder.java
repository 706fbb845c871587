package dev.sealpost.delivery.record;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
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
 * The one writer of this node. Commits whatever has come since its last commit as one transaction: arrivals, outcomes and
 * writes of the API.
 */
public final class Recorder implements Writes, Recording {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

    private final Steps steps;
    private final GatherEntries gather;
    private final Watchers watchers;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    /** Batches that were set back, the next one first. For the thread that commits. */
    private final Deque<List<Entry>> unfinished = new ArrayDeque<>();

    private final PendingWrites writes;
    private final RecorderSession session;
    private final RecorderPause pause = new RecorderPause();
    private volatile boolean closing;
    private volatile boolean broken;

    /**
     * How entries are gathered.
     *
     * @param largestBatch entries in one transaction at most
     * @param linger how long a batch that is smaller than usual waits for more, while the node is busy
     */
    public record RecordingPace(int largestBatch, Duration linger) {}

    /**
     * What is done with entries.
     *
     * @param rehearse asked before an entry is quarantined
     */
    public record Steps(RecordBatch batch, RehearseBatch rehearse) {}

    /**
     * Who hears of what is recorded.
     *
     * @param fatal told when nothing can be recorded any more
     */
    public record Watchers(FatalErrorHandler fatal, RecorderMetrics metrics) {}

    public Recorder(Database database, Snapshots snapshots, Steps steps, RecordingPace pace, Watchers watchers) {
        this.session = new RecorderSession(database);
        this.writes = new PendingWrites(snapshots);
        this.steps = steps;
        this.gather = new GatherEntries(entries, pace, () -> !writes.isEmpty());
        this.watchers = watchers;
    }

    @Override
    public boolean isAvailable() {
        return !broken && pause.isOver();
    }

    /** Why nothing has been recorded for so long; empty when something was, or nothing had to be. */
    Optional<String> waitsFor(Duration atLeast) {
        return pause.reason(atLeast);
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
        return writes.await(work, () -> submit(new NoOp()));
    }

    /**
     * Commits the next batch, or a part of one that was set back. For one thread.
     *
     * @return what is on disk now, and has to be acted on; empty where nothing was committed
     * @throws RuntimeException when nothing can be recorded any more
     */
    public List<Committed> commitNext() {
        List<Entry> batch = unfinished.isEmpty() ? gather() : unfinished.removeFirst();
        writePending();
        return commit(batch);
    }

    /** Whether it is closing, and nothing is left to commit. */
    public boolean isDone() {
        return closing && entries.isEmpty() && unfinished.isEmpty();
    }

    /** Commits what is only written from time to time. The last commit of this node. */
    public List<Committed> commitLast() {
        watchers.metrics().hurry();
        List<Committed> facts = commit(List.of(new NoOp()));
        session.drop();
        return facts;
    }

    /** Accepts no writes any more, and lets the thread that commits come to its end. */
    public void close() {
        closing = true;
        submit(new NoOp());
    }

    /** Nothing can be recorded any more: this node ends. */
    public void fail(Throwable cause) {
        broken = true;
        if (cause instanceof RecorderSession.BrokenDatabase && cause.getCause() != null) {
            watchers.fatal().report(FatalErrorHandler.Cause.DISK, "database", cause.getCause());
        } else {
            watchers.fatal().report(FatalErrorHandler.Cause.SOFTWARE, "recorder", cause);
        }
        writes.fail(writes.take(), new IllegalStateException("this node cannot go on", cause));
    }

    private List<Entry> gather() {
        try {
            return gather.next();
        } catch (InterruptedException e) {
            // Only close ends this; something that was told of a commit may have left the flag behind.
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
            session.requireWhole(e);
        }
    }

    private List<Committed> commit(List<Entry> batch) {
        List<Committed> facts;
        try {
            facts = execute(batch);
        } catch (SQLException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            session.abandon(e);
            session.requireWhole(e);
            return setBack(batch, e);
        }
        tellWatchers();
        return facts;
    }

    private List<Committed> execute(List<Entry> batch) throws SQLException {
        long start = System.nanoTime();
        RecordBatch.Executed executed = steps.batch().execute(session.open(), batch);
        watchers.metrics().write(session.open());
        session.open().commit();
        pause.end();
        watchers.metrics().committed(executed.facts(), executed.counts(), System.nanoTime() - start);
        return executed.facts();
    }

    /** What is recorded stays so, whoever fails to hear of it. */
    private void tellWatchers() {
        try {
            steps.batch().committed();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("recorder.follow-up-failed entry=batch", e);
        }
    }

    /** Tries the batch again: in halves, without the entry at fault, or later. */
    private List<Committed> setBack(List<Entry> batch, Throwable reason) {
        boolean waits = session.isUnavailability(reason);
        if (!waits && batch.size() > 1) {
            int half = batch.size() / 2;
            unfinished.addFirst(batch.subList(half, batch.size()));
            unfinished.addFirst(batch.subList(0, half));
        } else if (!waits && !batch.isEmpty() && isEntryAtFault(reason)) {
            return quarantine(batch.getFirst(), reason);
        } else if (closing) {
            LOG.error("recorder.given-up entries={} reason={}", batch.size(), reason.toString());
        } else {
            unfinished.addFirst(batch);
            pause.take(batch.size(), reason);
        }
        return List.of();
    }

    /** What fails for good rows too, such as for want of a right or a column, is waited for: it would fail for every entry. */
    private boolean isEntryAtFault(Throwable reason) {
        try {
            steps.rehearse().run(session.open());
            session.open().rollback();
            return true;
        } catch (SQLException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.warn("recorder.rehearsal-failed reason={}", e.toString());
            reason.addSuppressed(e);
            session.requireWhole(e);
            session.drop();
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
        quarantined.substitute().ifPresent(substitute -> unfinished.addFirst(List.of(substitute)));
        return quarantined.outcome();
    }
}
