package dev.sealpost.retention;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.WorkLease;
import dev.sealpost.database.WorkProgress;
import dev.sealpost.database.Writes;
import dev.sealpost.ledger.RetentionStatus;
import dev.sealpost.ledger.RollUpLedger;
import dev.sealpost.retention.RemoveOld.EndedPeriod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes data older than its retention: payloads, and events with their attempts and ends. */
@Component
public final class Retention implements RetentionStatus {

    static final String NAME = "retention";
    static final String PAYLOADS = "retention-payloads";

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int MOST_ROWS = 500;

    private final RetentionSettings settings;
    private final JdbcClient reads;
    private final Writes writes;
    private final LeaseHolder node;
    private final WorkLease lease;
    private final Instant start;
    private Instant begun = Instant.MIN;
    private volatile Optional<Instant> cleanedAt = Optional.empty();

    Retention(RetentionSettings settings, JdbcClient reads, Writes writes, LeaseHolder node) {
        this.settings = settings;
        this.reads = reads;
        this.writes = writes;
        this.node = node;
        this.lease = new WorkLease(node, writes, NAME);
        this.start = node.clock().instant();
    }

    @Override
    public Optional<Instant> cleanedAt() {
        return cleanedAt;
    }

    /**
     * Returns how far the clean-ups of all nodes are behind, because data arrives faster than it can be deleted. Zero while
     * the last complete one began less than two intervals ago.
     */
    @Override
    public Duration late() {
        Instant now = node.clock().instant();
        Instant done = WorkProgress.doneUntil(reads, NAME, now);
        Duration late = Duration.between(done.equals(Instant.EPOCH) ? start : done, now)
                .minus(settings.interval().multipliedBy(2));
        return late.isNegative() ? Duration.ZERO : late;
    }

    /** Runs a clean-up, unless another node is running one. Pauses less between writes once it has taken a whole interval. */
    void clean() {
        Instant now = node.clock().instant();
        if (!lease.take()) {
            return;
        }
        begun = now;
        Instant deadBefore = now.minus(settings.deadLetters());
        Instant attemptsBefore = now.minus(settings.attempts());
        long events = each(
                new OldEvents(reads, Instant.EPOCH, attemptsBefore),
                ids -> sql -> RemoveOld.events(sql, node.dialect(), ids, attemptsBefore, deadBefore));
        long payloads = payloads(now, deadBefore);
        rollUp((int) Duration.ofMillis(now.minus(settings.ledgerDays()).toEpochMilli())
                .toDays());
        if (lease.goesOn()) {
            writes.write(sql -> WorkProgress.done(sql, NAME, now, now));
        }
        lease.end();
        cleanedAt = Optional.of(now);
        LOG.info("retention.cleaned payloads={} events={}", payloads, events);
        if (isBehind()) {
            LOG.warn(
                    "retention.behind took={} interval={}",
                    Duration.between(now, node.clock().instant()),
                    settings.interval());
        }
    }

    private boolean isBehind() {
        return begun.plus(settings.interval()).isBefore(node.clock().instant());
    }

    private long payloads(Instant now, Instant deadBefore) {
        Instant before = now.minus(settings.payloads());
        Instant from = WorkProgress.doneUntil(reads, PAYLOADS, now);
        long payloads =
                each(new OldEvents(reads, from, before), ids -> sql -> RemoveOld.payloads(sql, ids, deadBefore, now));
        if (lease.goesOn()) {
            writes.write(sql -> WorkProgress.done(sql, PAYLOADS, before, now));
        }
        return payloads + ownPeriods(now, deadBefore);
    }

    /** Removes payloads whose producer set a period. */
    private long ownPeriods(Instant now, Instant deadBefore) {
        Chunks chunks = chunks();
        long removed = 0;
        EndedPeriod after = EndedPeriod.BEFORE_ALL;
        List<EndedPeriod> ended = RemoveOld.endedPeriods(reads, after, now, chunks.rows());
        while (!ended.isEmpty() && lease.goesOn()) {
            List<String> ids = ended.stream().map(EndedPeriod::event).toList();
            removed += chunks.write(sql -> {
                int payloads = RemoveOld.payloads(sql, ids, deadBefore, now);
                RemoveOld.periods(sql, ids);
                return payloads;
            });
            after = ended.getLast();
            ended = RemoveOld.endedPeriods(reads, after, now, chunks.rows());
        }
        return removed;
    }

    private interface Deletion {
        SqlWork<Integer> of(List<String> ids);
    }

    private long each(OldEvents old, Deletion deletion) {
        Chunks chunks = chunks();
        long removed = 0;
        while (!old.hasEnded() && lease.goesOn()) {
            List<String> ids = old.next(chunks.rows());
            if (!ids.isEmpty()) {
                removed += chunks.write(deletion.of(ids));
            }
        }
        return removed;
    }

    private void rollUp(int beforeDay) {
        Chunks chunks = chunks();
        IntFunction<List<RollUpLedger.RowKey>> old = limit -> RollUpLedger.old(reads, beforeDay, limit);
        for (List<RollUpLedger.RowKey> rows = old.apply(chunks.rows());
                !rows.isEmpty() && lease.goesOn();
                rows = old.apply(chunks.rows())) {
            List<RollUpLedger.RowKey> chunk = rows;
            chunks.write(sql -> RollUpLedger.rollUp(sql, chunk));
        }
    }

    private Chunks chunks() {
        return new Chunks(writes, settings.write(), MOST_ROWS, () -> isBehind() ? Chunks.SHORT_REST : Chunks.LONG_REST);
    }
}
