package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Batching;
import dev.sealpost.delivery.flight.LeaseRequest;
import dev.sealpost.delivery.record.BatchRows.Queued;
import dev.sealpost.delivery.record.BatchRows.StoredBatch;
import dev.sealpost.delivery.record.DueRows.Taken;
import dev.sealpost.delivery.record.OrderedRows.Joining;
import dev.sealpost.subscription.DestinationId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Finds the batch of a destination that is attempted next: one that exists and is due, or a new one that is full or whose first
 * delivery has waited long enough. Of an ordered destination, only the batch that begins at its head.
 */
final class FindBatch {

    /** Time after which to look again at what is blocked, or locked by another node. */
    private static final Duration BLOCKED_INTERVAL = Duration.ofSeconds(1);

    private final DueRows due;
    private final OrderedRows ordered;
    private final BatchRows batches;

    FindBatch(DueRows due, OrderedRows ordered, BatchRows batches) {
        this.due = due;
        this.ordered = ordered;
        this.batches = batches;
    }

    /** Batch whose rows are locked. */
    record Found(StoredBatch batch, List<Taken> members) {

        /**
         * Returns the key of the deliveries that are left. Once one has left it is another batch: a route derives the keys and
         * ids of what it sends from the batch and the place in it, which would be those of another event.
         */
        BatchKey keyOf(int left, Instant now) {
            boolean isWhole = batch.size() == 0 || batch.size() == left;
            return isWhole ? batch.key() : batch.key().ofAnother(now);
        }
    }

    /**
     * Batch that can be leased, if there is one, and when to look again.
     *
     * @param next milliseconds since 1970; empty when there is no row
     */
    record Search(Optional<Found> found, OptionalLong next) {

        private static Search found(StoredBatch batch, List<Taken> members, Instant now) {
            return new Search(
                    members.isEmpty() ? Optional.empty() : Optional.of(new Found(batch, members)),
                    OptionalLong.of(now.toEpochMilli()));
        }

        private static Search found(List<Taken> members, Instant now) {
            return found(new StoredBatch(BatchKey.at(now), 0), members, now);
        }

        private static Search nothingUntil(OptionalLong next) {
            return new Search(Optional.empty(), next);
        }
    }

    Search find(WriterSession session, LeaseRequest request, Batching batching, Instant now) throws SQLException {
        return request.isOrdered()
                ? findAtHead(session, request, batching, now)
                : findAnywhere(session, request.destination(), batching, now);
    }

    private Search findAnywhere(WriterSession session, DestinationId destination, Batching batching, Instant now)
            throws SQLException {
        boolean justJoined = ordered.joinIfTime(session, destination, Joining.UNLESS_IN_BATCH, now);
        Optional<StoredBatch> batch = batches.dueBatch(session, destination, now);
        if (batch.isPresent()
                && batches.lockBatch(session, destination, batch.get().key(), now)) {
            return again(session, destination, batch.get(), now);
        }
        List<Queued> queue = batches.free(session, destination, now, batching.size());
        if (queue.isEmpty() && !justJoined) {
            ordered.join(session, destination, Joining.UNLESS_IN_BATCH, now);
            queue = batches.free(session, destination, now, batching.size());
        }
        List<Queued> run = run(queue);
        if (isComplete(run, batching, now)) {
            return Search.found(batches.take(session, destination, run, false, now), now);
        }
        OptionalLong next = earlier(batches.next(session, destination, now), timeout(run, batching));
        return Search.nothingUntil(batch.isPresent() ? earlier(next, later(now)) : next);
    }

    private Search findAtHead(WriterSession session, LeaseRequest request, Batching batching, Instant now)
            throws SQLException {
        DestinationId destination = request.destination();
        OptionalLong headDue = ordered.headDue(session, destination, now);
        if (headDue.isEmpty()) {
            return Search.nothingUntil(due.nextDue(session, destination));
        }
        if (headDue.getAsLong() > now.toEpochMilli()) {
            return Search.nothingUntil(headDue);
        }
        if (OrderedRows.isBlocked(session, destination, request.ordering())
                || !batches.lockHead(session, destination, now)) {
            return Search.nothingUntil(later(now));
        }
        Optional<StoredBatch> batch = batches.batchAtHead(session, destination);
        if (batch.isPresent()) {
            return again(session, destination, batch.get(), now);
        }
        List<Queued> run = run(batches.first(session, destination, now, batching.size()));
        if (!isComplete(run, batching, now)) {
            return Search.nothingUntil(earlier(batches.next(session, destination, now), timeout(run, batching)));
        }
        List<Taken> taken = batches.take(session, destination, run, true, now);
        // If a row was unreadable and is postponed, what follows it must not pass.
        return taken.size() == run.size()
                ? Search.found(taken, now)
                : Search.nothingUntil(OptionalLong.of(now.toEpochMilli()));
    }

    private Search again(WriterSession session, DestinationId destination, StoredBatch batch, Instant now)
            throws SQLException {
        return Search.found(batch, batches.members(session, destination, batch.key()), now);
    }

    /** Returns the free rows with which the queue begins, up to the size limit of a batch. */
    private static List<Queued> run(List<Queued> queue) {
        List<Queued> run = new ArrayList<>();
        long bytes = 0;
        for (Queued row : queue) {
            if (!row.isFree() || bytes >= Batching.MOST_BYTES) {
                break;
            }
            run.add(row);
            bytes += row.bytes();
        }
        return run;
    }

    private static boolean isComplete(List<Queued> run, Batching batching, Instant now) {
        return run.size() >= batching.size()
                || run.stream().mapToLong(Queued::bytes).sum() >= Batching.MOST_BYTES
                || timeout(run, batching).stream().anyMatch(end -> end <= now.toEpochMilli());
    }

    /** Returns when the row that has waited longest need not wait any more. */
    private static OptionalLong timeout(List<Queued> run, Batching batching) {
        OptionalLong oldest = run.stream().mapToLong(Queued::dueAt).min();
        return oldest.isEmpty()
                ? oldest
                : OptionalLong.of(oldest.getAsLong() + batching.timeout().toMillis());
    }

    private static OptionalLong later(Instant now) {
        return OptionalLong.of(now.plus(BLOCKED_INTERVAL).toEpochMilli());
    }

    private static OptionalLong earlier(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isEmpty() ? other : one;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }
}
