package dev.sealpost.retention;

import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.ledger.RetentionStatus;
import dev.sealpost.ledger.RollUpLedger;
import dev.sealpost.retention.RemoveOld.EndedPeriod;
import dev.sealpost.upkeep.SmallWrites;
import dev.sealpost.upkeep.UpkeepNode;
import dev.sealpost.upkeep.UpkeepRows;
import dev.sealpost.upkeep.WorkLease;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes what is older than it is kept: payloads, then events with their attempts and ends.
 */
public final class Retention implements RetentionStatus {

    static final String NAME = "retention";
    static final String PAYLOADS = "retention-payloads";

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int MOST_ROWS = 500;

    private final RetentionSettings settings;
    private final JdbcClient reads;
    private final Writes writes;
    private final UpkeepNode node;
    private final WorkLease turn;
    private final Instant start;
    private Instant begun = Instant.MIN;
    private volatile Removed last = new Removed(Optional.empty(), 0, 0);

    /**
     * What the last clean-up did.
     *
     * @param at when; empty: not yet on this node
     */
    public record Removed(Optional<Instant> at, long payloads, long events) {}

    Retention(RetentionSettings settings, JdbcClient reads, Writes writes, UpkeepNode node) {
        this.settings = settings;
        this.reads = reads;
        this.writes = writes;
        this.node = node;
        this.turn = new WorkLease(node, writes, NAME);
        this.start = node.clock().instant();
    }

    public Removed last() {
        return last;
    }

    @Override
    public Optional<Instant> cleanedAt() {
        return last.at();
    }

    /**
     * How late the clean-ups are, of all nodes: for how long things stay longer than they are kept because they come faster than
     * they can be removed. Zero while the last one that came to its end began less than two intervals ago.
     */
    @Override
    public Duration late() {
        Instant now = node.clock().instant();
        Instant done = UpkeepRows.doneUntil(reads, NAME, now);
        Duration late = Duration.between(done.equals(Instant.EPOCH) ? start : done, now)
                .minus(settings.interval().multipliedBy(2));
        return late.isNegative() ? Duration.ZERO : late;
    }

    /** One clean-up, unless another node is at it. It rests less once it has taken as long as it should have rested. */
    void clean() {
        Instant now = node.clock().instant();
        if (!turn.take()) {
            return;
        }
        begun = now;
        Instant deadBefore = now.minus(settings.deadLetters());
        Instant attemptsBefore = now.minus(settings.attempts());
        long events = each(
                new OldEvents(reads, Instant.EPOCH, attemptsBefore),
                ids -> sql -> RemoveOld.events(sql, ids, attemptsBefore, deadBefore));
        long payloads = payloads(now, deadBefore);
        rollUp((int) Duration.ofMillis(now.minus(settings.ledgerDays()).toEpochMilli())
                .toDays());
        if (turn.goesOn()) {
            writes.write(sql -> UpkeepRows.done(sql, NAME, now, now));
        }
        turn.end();
        last = new Removed(Optional.of(now), payloads, events);
        LOG.info("retention.cleaned payloads={} events={}", payloads, events);
        if (isHurried()) {
            LOG.warn(
                    "retention.behind took={} interval={}",
                    Duration.between(now, node.clock().instant()),
                    settings.interval());
        }
    }

    private boolean isHurried() {
        return begun.plus(settings.interval()).isBefore(node.clock().instant());
    }

    private long payloads(Instant now, Instant deadBefore) {
        Instant before = now.minus(settings.payloads());
        Instant from = UpkeepRows.doneUntil(reads, PAYLOADS, now);
        long payloads =
                each(new OldEvents(reads, from, before), ids -> sql -> RemoveOld.payloads(sql, ids, deadBefore, now));
        if (turn.goesOn()) {
            writes.write(sql -> {
                node.takeTurn(sql, PAYLOADS, Duration.ZERO);
                return UpkeepRows.done(sql, PAYLOADS, before, now);
            });
        }
        return payloads + ownPeriods(now, deadBefore);
    }

    /** Payloads whose producer named the time. */
    private long ownPeriods(Instant now, Instant deadBefore) {
        SmallWrites small = smallWrites();
        long removed = 0;
        EndedPeriod after = EndedPeriod.BEFORE_ALL;
        List<EndedPeriod> ended = RemoveOld.endedPeriods(reads, after, now, small.rows());
        while (!ended.isEmpty() && turn.goesOn()) {
            List<String> ids = ended.stream().map(EndedPeriod::event).toList();
            removed += small.write(sql -> {
                int payloads = RemoveOld.payloads(sql, ids, deadBefore, now);
                RemoveOld.periods(sql, ids);
                return payloads;
            });
            after = ended.getLast();
            ended = RemoveOld.endedPeriods(reads, after, now, small.rows());
        }
        return removed;
    }

    private interface Removal {
        SqlWork<Integer> of(List<String> ids);
    }

    private long each(OldEvents old, Removal removal) {
        SmallWrites small = smallWrites();
        long removed = 0;
        while (!old.hasEnded() && turn.goesOn()) {
            List<String> ids = old.next(small.rows());
            if (!ids.isEmpty()) {
                removed += small.write(removal.of(ids));
            }
        }
        return removed;
    }

    private void rollUp(int beforeDay) {
        SmallWrites small = smallWrites();
        IntFunction<List<RollUpLedger.Row>> old = limit -> RollUpLedger.old(reads, beforeDay, limit);
        for (List<RollUpLedger.Row> rows = old.apply(small.rows());
                !rows.isEmpty() && turn.goesOn();
                rows = old.apply(small.rows())) {
            List<RollUpLedger.Row> chunk = rows;
            small.write(sql -> RollUpLedger.rollUp(sql, chunk));
        }
    }

    private SmallWrites smallWrites() {
        return new SmallWrites(writes, settings.write(), MOST_ROWS, this::isHurried);
    }
}
