package dev.sealpost.retention;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Writes;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Lists recent attempts by destination, in the table {@code attempt_list}. For SQLite, where an index in another order costs
 * each commit one page per destination. Each pass is sorted before it is written, so that a write changes few pages.
 */
final class ListAttempts {

    private static final String TOP = "(SELECT COALESCE(MAX(rowid), 0) FROM attempt)";

    /** Begins behind what an earlier release has listed. SQLite would not use the index for {@code MIN(rowid)}. */
    static final String BEGIN = "INSERT INTO attempt_list_end (id, attempt) VALUES (1, COALESCE("
            + "(SELECT rowid - 1 FROM attempt WHERE NOT listed ORDER BY listed, rowid LIMIT 1), " + TOP
            + ")) ON CONFLICT DO NOTHING";

    /** A rowid above the highest is given out again. */
    private static final String STEP_BACK = "UPDATE attempt_list_end SET attempt = " + TOP + " WHERE attempt > " + TOP;

    private static final String END = "SELECT attempt FROM attempt_list_end";
    private static final String LISTED_UNTIL = "UPDATE attempt_list_end SET attempt = MIN(?, " + TOP + ")";

    /** A temporary table belongs to the writer's connection and is in no log. */
    private static final String SORTED =
            "CREATE TEMPORARY TABLE IF NOT EXISTS sorted_attempt (destination_id TEXT, started_at BIGINT, attempt BIGINT)";

    private static final String CLEAR = "DELETE FROM sorted_attempt";
    private static final String SORT = """
            INSERT INTO sorted_attempt
            SELECT destination_id, started_at, attempt FROM
                (SELECT destination_id, started_at, rowid AS attempt FROM attempt WHERE rowid > ? ORDER BY rowid LIMIT ?)
            ORDER BY destination_id, started_at, attempt
            """;
    private static final String LAST = "SELECT COALESCE(MAX(attempt), 0) FROM sorted_attempt";
    private static final String LIST = """
            INSERT INTO attempt_list SELECT destination_id, started_at, attempt FROM sorted_attempt
            WHERE rowid > ? AND rowid <= ? ON CONFLICT DO NOTHING
            """;
    private static final String FORGET = """
            DELETE FROM attempt_list WHERE (destination_id, started_at, attempt) IN
                (SELECT destination_id, started_at, rowid FROM attempt %s)
            """;

    private static final Duration LONGEST_WRITE = Duration.ofMillis(20);
    private static final int MOST_ROWS = 8_000;

    /** Attempts of a pass. */
    private static final int PASS = 20_000;

    private final Writes writes;
    private final Chunks chunks;

    ListAttempts(Writes writes) {
        this.writes = writes;
        this.chunks = new Chunks(writes, LONGEST_WRITE, MOST_ROWS, () -> Chunks.LONG_REST);
    }

    /** @param last rowid of the last attempt in the order of their coming in */
    private record Pass(int attempts, long last) {}

    /** Lists all attempts not listed yet. */
    void list() {
        Pass pass;
        do {
            pass = writes.write(ListAttempts::sort);
            write(pass);
        } while (pass.attempts() == PASS && !Thread.currentThread().isInterrupted());
    }

    private static Pass sort(JdbcClient sql) {
        sql.sql(BEGIN).update();
        sql.sql(STEP_BACK).update();
        sql.sql(SORTED).update();
        sql.sql(CLEAR).update();
        long end = sql.sql(END).query(Long.class).single();
        int attempts = sql.sql(SORT).params(end, PASS).update();
        return new Pass(attempts, sql.sql(LAST).query(Long.class).single());
    }

    private void write(Pass pass) {
        for (int done = 0; done < pass.attempts(); ) {
            int from = done;
            int to = Math.min(pass.attempts(), done + chunks.rows());
            chunks.write(sql -> {
                sql.sql(LIST).params(from, to).update();
                if (to == pass.attempts()) {
                    sql.sql(LISTED_UNTIL).param(pass.last()).update();
                }
                return to - from;
            });
            done = to;
        }
    }

    /**
     * Deletes attempts and their places in the list.
     *
     * @param of conditions on the columns of {@code attempt}
     */
    static void delete(JdbcClient sql, Conditions of) {
        sql.sql(FORGET.formatted(of.where())).params(of.parameters()).update();
        sql.sql("DELETE FROM attempt " + of.where()).params(of.parameters()).update();
        sql.sql(STEP_BACK).update();
    }
}
