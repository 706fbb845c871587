package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.record.DueRows;
import dev.sealpost.node.Background;
import dev.sealpost.node.BackgroundWork;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Nodes that share the database. Each sends heartbeats and takes over the leases of nodes that stop doing so. A node that was
 * only frozen rejoins by itself; it has lost its leases, so its late results change nothing. With the embedded database there
 * is one node, and nothing is written.
 */
public final class LiveNodes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNodes.class);
    /** Heartbeats sent in the time after which a node is considered dead. */
    private static final int HEARTBEATS = 6;

    private final Writes writes;
    private final Database database;
    private final String name;
    private final Duration deadAfter;
    private volatile int count = 1;
    private @Nullable BackgroundWork heartbeat;

    /** @param name name of this run of this node */
    LiveNodes(Writes writes, Database database, String name, Duration deadAfter) {
        this.writes = writes;
        this.database = database;
        this.name = name;
        this.deadAfter = deadAfter;
    }

    /** Returns the number of live nodes, including this one: at least 1. */
    public int count() {
        return count;
    }

    private boolean isAlone() {
        return database.isEmbedded();
    }

    /**
     * Frees the leases of an earlier run of this node, or starts its heartbeat where nodes share the database.
     *
     * @param onFreed runs after leases of dead nodes were freed
     */
    void join(Background background, Runnable onFreed) {
        if (isAlone()) {
            writes.write(DueRows::endAllLeases);
        } else {
            heartbeat = background.every("heartbeat", deadAfter.dividedBy(HEARTBEATS), () -> {
                if (beat() > 0) {
                    onFreed.run();
                }
            });
        }
    }

    /**
     * Sends a heartbeat, and frees the leases of dead nodes.
     *
     * @return number of deliveries freed
     * @throws DatabaseUnavailableException when the database does not answer
     */
    int beat() {
        if (isAlone()) {
            return 0;
        }
        Beat result = writes.write(this::beat);
        count = Math.max(1, result.live());
        for (Dead dead : result.dead()) {
            LOG.warn("node.dead node={} freed={}", dead.name(), dead.freed());
        }
        return result.dead().stream().mapToInt(Dead::freed).sum();
    }

    private record Beat(int live, List<Dead> dead) {}

    private record Dead(String name, int freed) {}

    private Beat beat(JdbcClient sql) {
        long now = sql.sql(database.dialect().now()).query(Long.class).single();
        followClock(sql, now);
        sql.sql("""
                        INSERT INTO node (name, started_at, seen_at) VALUES (?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at
                        """).params(name, now, now).update();
        long lapsedSince = now - deadAfter.toMillis();
        List<Dead> dead = sql
                .sql("SELECT name FROM node WHERE seen_at < ? ORDER BY name")
                .param(lapsedSince)
                .query(String.class)
                .list()
                .stream()
                .map(lapsed -> removeDead(sql, lapsed, lapsedSince))
                .toList();
        int live = sql.sql("SELECT COUNT(*) FROM node").query(Integer.class).single();
        return new Beat(live, dead);
    }

    /**
     * Compensates for a database clock that was set back, recognized by heartbeats in the future. Rows keep their remaining
     * time, accurate to one heartbeat interval. The first node to notice does it: for the others the heartbeats are then
     * current.
     */
    private static void followClock(JdbcClient sql, long now) {
        long newest = sql.sql("SELECT COALESCE(MAX(seen_at), 0) FROM node")
                .query(Long.class)
                .single();
        Duration back = Duration.ofMillis(newest - now);
        if (back.compareTo(RowClock.STEP) > 0
                && sql.sql("UPDATE node SET seen_at = ? WHERE seen_at > ?")
                                .params(now, now + RowClock.STEP.toMillis())
                                .update()
                        > 0) {
            int moved = DueRows.bringForward(sql, now, back);
            LOG.warn("clock.set-back seconds={} deliveries={}", back.toSeconds(), moved);
        }
    }

    private static Dead removeDead(JdbcClient sql, String lapsed, long lapsedSince) {
        int freed = DueRows.endLeases(sql, lapsed);
        sql.sql("DELETE FROM node WHERE name = ? AND seen_at < ?")
                .params(lapsed, lapsedSince)
                .update();
        return new Dead(lapsed, freed);
    }

    /** Stops the heartbeat and removes this node, so that its unfinished deliveries are due for others at once. */
    void leave() {
        if (heartbeat != null) {
            heartbeat.close();
        }
        if (isAlone()) {
            return;
        }
        try {
            int freed = writes.write(sql -> {
                sql.sql("DELETE FROM node WHERE name = ?").param(name).update();
                return DueRows.endLeases(sql, name);
            });
            LOG.info("node.left node={} freed={}", name, freed);
        } catch (DatabaseUnavailableException e) {
            LOG.warn("node.leave-failed node={} reason={}", name, e.getMessage());
        }
    }
}
