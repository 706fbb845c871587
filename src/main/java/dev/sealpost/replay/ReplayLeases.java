package dev.sealpost.replay;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.Writes;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Leases of the replays that this node processes. Confined to one thread. */
@Component
final class ReplayLeases {

    private static final int MOST = 1_000;
    private static final Duration RENEWAL = ReplayRows.LEASE.dividedBy(3);

    private final Writes writes;
    private final JdbcClient reads;
    private final Leases leases;
    private final String owner;
    private final ReplayRows rows;
    private final Clock clock;
    private final Set<Replay.Id> held = new HashSet<>();
    private long renewAt = System.nanoTime();

    ReplayLeases(Writes writes, JdbcClient reads, LeaseHolder node) {
        this.writes = writes;
        this.reads = reads;
        this.leases = new Leases(ReplayRows.LEASED, node);
        this.owner = node.name();
        this.rows = new ReplayRows(leases, owner);
        this.clock = node.clock();
    }

    /** Thrown when another node has the replay or it was cancelled; the transaction must be rolled back. */
    static final class TakenAwayException extends RuntimeException {

        TakenAwayException(Replay.Id id) {
            super(id + " is no longer leased by this node");
        }
    }

    /** Renews the leases, takes free replays, and returns all replays of this node. */
    List<Replay> take() {
        renew();
        List<Replay> free = rows.free(reads, MOST);
        held.retainAll(free.stream().map(Replay::id).toList());
        return free.stream().filter(replay -> isHeld(replay.id())).toList();
    }

    /** Renews all leases, including those of waiting replays. */
    private void renew() {
        long now = System.nanoTime();
        if (!held.isEmpty() && now - renewAt >= 0) {
            writes.write(sql -> leases.renewAll(sql, owner, ReplayRows.LEASE));
            renewAt = now + RENEWAL.toNanos();
        }
    }

    private boolean isHeld(Replay.Id id) {
        if (!held.contains(id) && writes.write(sql -> leases.take(sql, id.value(), owner, ReplayRows.LEASE))) {
            held.add(id);
        }
        return held.contains(id);
    }

    /** Saves a replay in the caller's transaction. */
    void save(JdbcClient sql, Replay replay) {
        if (!rows.advance(sql, replay, clock.instant())) {
            throw new TakenAwayException(replay.id());
        }
    }

    void save(Replay replay) {
        writes.write(sql -> {
            save(sql, replay);
            return true;
        });
    }

    void lost(Replay.Id id) {
        held.remove(id);
    }

    /** Releases all leases, so that other nodes can continue. */
    void release() {
        held.clear();
        writes.write(sql -> leases.endAll(sql, owner));
    }

    void forgetEnded(Duration after) {
        writes.write(sql -> ReplayRows.deleteEndedBefore(sql, clock.instant().minus(after)));
    }
}
