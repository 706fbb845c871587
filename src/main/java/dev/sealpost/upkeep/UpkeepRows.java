package dev.sealpost.upkeep;

import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code upkeep}: how far work in the background has come, and which node has its turn. */
public final class UpkeepRows {

    /** By more the clocks of two nodes never differ. */
    private static final Duration SKEW = Duration.ofDays(1);

    private UpkeepRows() {}

    /**
     * Turns that end in this time, in milliseconds since 1970. One that ended is over, and one that ends much later than any turn
     * does was not taken by a node whose clock is right.
     */
    record Others(long endAfter, long endBy) {

        static final Others NONE = new Others(Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /**
     * Makes it the node's turn, or keeps it so.
     *
     * @param others turns of other nodes that are respected
     * @return false while another node has it
     */
    static boolean takeTurn(JdbcClient sql, String name, String node, Others others, long until) {
        sql.sql("INSERT INTO upkeep (name, done_until, holder, held_until) VALUES (?, 0, '', 0) ON CONFLICT DO NOTHING")
                .param(name)
                .update();
        return sql.sql("UPDATE upkeep SET holder = ?, held_until = ?"
                                + " WHERE name = ? AND (holder = ? OR held_until <= ? OR held_until > ?)")
                        .params(node, until, name, node, others.endAfter(), others.endBy())
                        .update()
                > 0;
    }

    static void endTurn(JdbcClient sql, String name, String node) {
        sql.sql("UPDATE upkeep SET held_until = 0 WHERE name = ? AND holder = ?")
                .params(name, node)
                .update();
    }

    /** Up to where the work has come; the beginning where that is in the future, or cannot be read. */
    public static Instant doneUntil(JdbcClient sql, String name, Instant now) {
        return sql.sql("SELECT done_until FROM upkeep WHERE name = ? AND done_until BETWEEN 0 AND ?")
                .params(name, now.plus(SKEW).toEpochMilli())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH);
    }

    public static int done(JdbcClient sql, String name, Instant until, Instant now) {
        return sql.sql("UPDATE upkeep SET done_until = ? WHERE name = ? AND (done_until < ? OR done_until > ?)")
                .params(
                        until.toEpochMilli(),
                        name,
                        until.toEpochMilli(),
                        now.plus(SKEW).toEpochMilli())
                .update();
    }
}
