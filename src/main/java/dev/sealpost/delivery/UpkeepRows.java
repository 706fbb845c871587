package dev.sealpost.delivery;

import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code upkeep}: how far work in the background has come, and which node has its turn. */
final class UpkeepRows {

    private UpkeepRows() {}

    /**
     * Makes it the node's turn, or keeps it so.
     *
     * @param endedBy a turn of another node that lasts longer than this, in milliseconds since 1970, is respected
     * @return false while another node has it
     */
    static boolean takeTurn(JdbcClient sql, String name, String node, long endedBy, long until) {
        sql.sql("INSERT INTO upkeep (name, done_until, holder, held_until) VALUES (?, 0, '', 0) ON CONFLICT DO NOTHING")
                .param(name)
                .update();
        return sql.sql(
                                "UPDATE upkeep SET holder = ?, held_until = ? WHERE name = ? AND (holder = ? OR held_until <= ?)")
                        .params(node, until, name, node, endedBy)
                        .update()
                > 0;
    }

    static void endTurn(JdbcClient sql, String name, String node) {
        sql.sql("UPDATE upkeep SET held_until = 0 WHERE name = ? AND holder = ?")
                .params(name, node)
                .update();
    }

    static Instant doneUntil(JdbcClient sql, String name) {
        return sql.sql("SELECT done_until FROM upkeep WHERE name = ?")
                .param(name)
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH);
    }

    static int done(JdbcClient sql, String name, Instant until) {
        return sql.sql("UPDATE upkeep SET done_until = ? WHERE name = ? AND done_until < ?")
                .params(until.toEpochMilli(), name, until.toEpochMilli())
                .update();
    }
}
