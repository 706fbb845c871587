package dev.sealpost.delivery.dispatch;

import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.record.DueRows;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The nodes that share the database: each says from time to time that it lives, and takes over the leases of those that do
 * not. A node that was only frozen comes back by itself; what it had leased is no longer its own, so that its late results
 * move nothing. With the embedded database there is one node, and nothing is written.
 */
public final class LiveNodes {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNodes.class);

    private final Writes writes;
    private final Database database;
    private final String name;
    private final Duration deadAfter;
    private volatile int count = 1;

    /** @param name of this run of this node */
    LiveNodes(Writes writes, Database database, String name, Duration deadAfter) {
        this.writes = writes;
        this.database = database;
        this.name = name;
        this.deadAfter = deadAfter;
    }

    /** Nodes that gave a sign of life lately, this one among them: at least 1. */
    public int count() {
        return count;
    }

    /** Whether no other node can have leases in this database. */
    boolean isAlone() {
        return database.isEmbedded();
    }

    /**
     * Says that this node lives, and frees what dead ones had leased.
     *
     * @return how many deliveries were freed
     * @throws DatabaseUnavailableException when the database does not answer
     */
    int beat() {
        if (isAlone()) {
            return 0;
        }
        Beat seen = writes.write(this::beat);
        count = Math.max(1, seen.live());
        for (Dead dead : seen.dead()) {
            LOG.warn("node.dead node={} freed={}", dead.name(), dead.freed());
        }
        return seen.dead().stream().mapToInt(Dead::freed).sum();
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
        long silentSince = now - deadAfter.toMillis();
        List<Dead> dead = sql
                .sql("SELECT name FROM node WHERE seen_at < ? ORDER BY name")
                .param(silentSince)
                .query(String.class)
                .list()
                .stream()
                .map(silent -> bury(sql, silent, silentSince))
                .toList();
        int live = sql.sql("SELECT COUNT(*) FROM node").query(Integer.class).single();
        return new Beat(live, dead);
    }

    /**
     * Signs of life from the future: the database's clock was set back. Rows keep the time that was left to them, give or take the
     * time between two signs. Whoever notices first does it: for those who come after, the signs are of now.
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
            int brought = DueRows.bringForward(sql, now, back);
            LOG.warn("clock.set-back seconds={} deliveries={}", back.toSeconds(), brought);
        }
    }

    private static Dead bury(JdbcClient sql, String silent, long silentSince) {
        int freed = DueRows.endLeases(sql, silent);
        sql.sql("DELETE FROM node WHERE name = ? AND seen_at < ?")
                .params(silent, silentSince)
                .update();
        return new Dead(silent, freed);
    }

    /** This node ends: what it has not finished is due for others at once. */
    void leave() {
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
            LOG.warn("node.left-in-silence node={} reason={}", name, e.getMessage());
        }
    }
}
