package dev.sealpost.database;

import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Progress of background work, in the table {@code upkeep}. */
public final class WorkProgress {

    /** The clocks of two nodes never differ by more. */
    private static final Duration SKEW = Duration.ofDays(1);

    private WorkProgress() {}

    /** Up to where the work has come; the beginning where that is in the future, or cannot be read. */
    public static Instant doneUntil(JdbcClient sql, String work, Instant now) {
        return sql.sql("SELECT done_until FROM upkeep WHERE name = ? AND done_until BETWEEN 0 AND ?")
                .params(work, now.plus(SKEW).toEpochMilli())
                .query(Long.class)
                .optional()
                .map(Instant::ofEpochMilli)
                .orElse(Instant.EPOCH);
    }

    /** Moves the progress forward. */
    public static int done(JdbcClient sql, String work, Instant until, Instant now) {
        addRow(sql, work);
        return sql.sql("UPDATE upkeep SET done_until = ? WHERE name = ? AND (done_until < ? OR done_until > ?)")
                .params(
                        until.toEpochMilli(),
                        work,
                        until.toEpochMilli(),
                        now.plus(SKEW).toEpochMilli())
                .update();
    }

    /** Adds the row of this work where it is missing. */
    static void addRow(JdbcClient sql, String work) {
        sql.sql("INSERT INTO upkeep (name, done_until, holder, held_until) VALUES (?, 0, '', 0) ON CONFLICT DO NOTHING")
                .param(work)
                .update();
    }
}
