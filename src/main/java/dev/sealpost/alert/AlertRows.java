package dev.sealpost.alert;

import dev.sealpost.database.Writes;
import java.time.Instant;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code alert}: how each alert stands, for all nodes and across restarts. */
final class AlertRows {

    private final Writes writes;
    private final JdbcClient reads;

    AlertRows(Writes writes, JdbcClient reads) {
        this.writes = writes;
        this.reads = reads;
    }

    Standing find(Rule rule) {
        return reads.sql("SELECT number, firing, changed_at, fine_since FROM alert WHERE name = ? AND place = ?")
                .params(rule.name(), rule.place())
                .query((row, index) -> new Standing(
                        row.getLong("number"),
                        row.getBoolean("firing"),
                        Instant.ofEpochMilli(row.getLong("changed_at")),
                        Optional.ofNullable((Number) row.getObject("fine_since"))
                                .map(Number::longValue)
                                .map(Instant::ofEpochMilli)))
                .optional()
                .orElse(Standing.NEVER_FIRED);
    }

    /** Nothing happens where another node has moved on from the old standing first. */
    void change(Rule rule, Standing from, Standing to) {
        writes.write(sql -> {
            sql.sql("""
                            INSERT INTO alert (name, place, number, firing, changed_at) VALUES (?, ?, 0, FALSE, 0)
                            ON CONFLICT DO NOTHING
                            """).params(rule.name(), rule.place()).update();
            return sql.sql("""
                            UPDATE alert SET number = ?, firing = ?, changed_at = ?, fine_since = ?
                            WHERE name = ? AND place = ? AND number = ? AND firing = ?
                            """)
                    .param(to.number())
                    .param(to.isFiring())
                    .param(to.changedAt().toEpochMilli())
                    .param(to.fineSince().map(Instant::toEpochMilli).orElse(null))
                    .param(rule.name())
                    .param(rule.place())
                    .param(from.number())
                    .param(from.isFiring())
                    .update();
        });
    }
}
