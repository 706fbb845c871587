package dev.sealpost.delivery.record;

import dev.sealpost.audit.Actor;
import dev.sealpost.audit.CurrentActor;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WriterSession;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes of other components, executed on the recorder's thread for the actor of the caller. */
final class PendingWrites {

    private static final Logger LOG = LoggerFactory.getLogger(PendingWrites.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Snapshots snapshots;
    private final Queue<Pending<?>> waiting = new ConcurrentLinkedQueue<>();

    PendingWrites(Snapshots snapshots) {
        this.snapshots = snapshots;
    }

    record Pending<T>(SqlWork<T> work, Actor actor, CompletableFuture<T> result) {

        /** Runs the work. Returns the completion to run after the commit, or completes the future with the failure. */
        Optional<Runnable> run(WriterSession session) throws SQLException {
            try {
                T value = session.attempt(sql -> CurrentActor.supply(actor, () -> work.run(sql)));
                return Optional.of(() -> result.complete(value));
            } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
                result.completeExceptionally(translated(e, session.dialect()));
                return Optional.empty();
            }
        }

        private static Throwable translated(Throwable e, Dialect dialect) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof SQLException sql && dialect.isMisfit(sql)) {
                    return new DatabaseUnavailableException("The database rejected the change: " + sql.getMessage(), e);
                }
            }
            return e;
        }
    }

    /**
     * Hands the work to the recorder and waits for its result.
     *
     * @param wake wakes the recorder's thread
     */
    <T> T await(SqlWork<T> work, Runnable wake) {
        Pending<T> write = new Pending<>(work, CurrentActor.get(), new CompletableFuture<>());
        waiting.add(write);
        wake.run();
        try {
            return write.result().get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            if (waiting.remove(write)) {
                throw new DatabaseUnavailableException("The database did not answer in time; nothing was changed", e);
            }
            throw new DatabaseUnavailableException("The database did not answer in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("Interrupted while the database was written", e);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /** Removes and returns the waiting writes. */
    List<Pending<?>> take() {
        List<Pending<?>> taken = new ArrayList<>();
        for (Pending<?> write = waiting.poll(); write != null; write = waiting.poll()) {
            taken.add(write);
        }
        return taken;
    }

    /**
     * Runs the writes in one transaction. A failure of one is reported to its caller and does not affect the others.
     *
     * @throws SQLException when the transaction failed, or its outcome is unknown
     */
    void run(List<Pending<?>> writes, WriterSession session) throws SQLException {
        List<Runnable> completions = new ArrayList<>();
        for (Pending<?> write : writes) {
            write.run(session).ifPresent(completions::add);
        }
        session.commit();
        try {
            snapshots.refresh(session);
            session.commit();
        } catch (SQLException | RuntimeException e) {
            // The changes are committed; the snapshots are refreshed before the next event is matched.
            LOG.warn("recorder.snapshot-refresh-failed reason={}", e.toString());
            session.rollback();
        } finally {
            completions.forEach(Runnable::run);
        }
    }

    /** Fails the writes. */
    void fail(List<Pending<?>> writes, Throwable reason) {
        DatabaseUnavailableException failure =
                new DatabaseUnavailableException("The database does not accept changes now", reason);
        writes.forEach(write -> write.result().completeExceptionally(failure));
    }
}
