package dev.sealpost.delivery;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.home.Breakdown;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of this node. Takes whatever has come since its last commit as one transaction: arrivals, outcomes and
 * writes of the API. After the commit, and on this thread, come dispatch and acknowledgements.
 */
final class Recorder implements Writes, Recording, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final Steps steps;
    private final GatherEntries gather;
    private final Watchers watchers;
    private final BlockingQueue<Entry> entries = new LinkedBlockingQueue<>();
    private final PendingWrites writes;
    private final Thread thread = Thread.ofPlatform().name("sealpost-recorder").unstarted(this::run);
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
    record RecordingPace(int largestBatch, Duration linger) {}

    /**
     * What is done with entries.
     *
     * @param rehearse asked before an entry is condemned
     */
    record Steps(RecordBatch batch, RehearseBatch rehearse) {}

    /**
     * Who hears of what is recorded.
     *
     * @param breakdown told when nothing can be recorded any more
     */
    record Watchers(Breakdown breakdown, Tally tally) {}

    Recorder(Database database, Snapshots snapshots, Steps steps, RecordingPace pace, Watchers watchers) {
        this.session = new RecorderSession(database);
        this.writes = new PendingWrites(snapshots);
        this.steps = steps;
        this.gather = new GatherEntries(entries, pace, () -> !writes.isEmpty());
        this.watchers = watchers;
    }

    void start() {
        thread.start();
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
        } catch (RecorderSession.BrokenDatabase e) {
            breakDown(Breakdown.Kind.DISK, "database", e.getCause() == null ? e : e.getCause());
        } catch (RuntimeException | Error e) {
            breakDown(Breakdown.Kind.SOFTWARE, "recorder", e);
        }
    }

    private void breakDown(Breakdown.Kind kind, String part, Throwable cause) {
        broken = true;
        watchers.breakdown().report(kind, part, cause);
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

    /** Records the entries, in halves where one of them cannot be recorded; returns when they are on disk. */
    private void record(List<Entry> batchEntries) {
        while (true) {
            try {
                commit(batchEntries);
                break;
            } catch (SQLException | RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                session.abandon(e);
                session.requireWhole(e);
                boolean waits = session.isUnavailability(e);
                if (!waits && batchEntries.size() > 1) {
                    int half = batchEntries.size() / 2;
                    record(batchEntries.subList(0, half));
                    record(batchEntries.subList(half, batchEntries.size()));
                    return;
                }
                if (!waits && isEntryAtFault(e)) {
                    condemn(batchEntries.getFirst(), e);
                    return;
                }
                if (closing) {
                    LOG.error("recorder.given-up entries={} reason={}", batchEntries.size(), e.toString());
                    return;
                }
                pause.take(batchEntries.size(), e);
                // One of them may mend what the batch waits for; without a database they are told so at once.
                writePending();
            }
        }
        followUp(steps.batch()::committed, "batch");
        batchEntries.forEach(
                entry -> followUp(entry::committed, entry.getClass().getSimpleName()));
    }

    private void commit(List<Entry> batchEntries) throws SQLException {
        long start = System.nanoTime();
        Ledger counted = steps.batch().execute(session.open(), batchEntries);
        watchers.tally().write(session.open());
        session.open().commit();
        pause.end();
        watchers.tally().committed(batchEntries, counted, System.nanoTime() - start);
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

    private void condemn(Entry culprit, Throwable reason) {
        LOG.error(
                "recorder.entry-quarantined entry={} reason={}",
                culprit.getClass().getSimpleName(),
                reason.toString(),
                reason);
        substitute(culprit, reason).ifPresent(substitute -> record(List.of(substitute)));
    }

    private static Optional<Entry> substitute(Entry culprit, Throwable reason) {
        try {
            return Culprit.substitute(culprit, reason);
        } catch (RuntimeException e) {
            LOG.error("recorder.follow-up-failed entry={}", culprit.getClass().getSimpleName(), e);
            return Optional.empty();
        }
    }

    /** What is recorded stays so, whoever fails to hear of it. */
    private static void followUp(Runnable committed, String what) {
        try {
            committed.run();
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            LOG.error("recorder.follow-up-failed entry={}", what, e);
        }
    }

    /** Records what is left and ends. */
    @Override
    public void close() {
        closing = true;
        submit(new Look());
        try {
            thread.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        session.drop();
    }
}
