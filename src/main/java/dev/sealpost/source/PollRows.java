package dev.sealpost.source;

import dev.sealpost.database.Database;
import dev.sealpost.database.Writes;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code poll}: how far each poll has come and whose turn it is, for all nodes and across restarts. */
final class PollRows {

    private static final String NOBODY = "";
    private static final long LONGEST_TURN = Duration.ofDays(1).toMillis();

    private final Writes writes;
    private final JdbcClient reads;
    private final Database database;
    private final String run;

    /** @param run of this node; what it holds begins with it */
    PollRows(Writes writes, JdbcClient reads, Database database, String run) {
        this.writes = writes;
        this.reads = reads;
        this.database = database;
        this.run = run;
    }

    /** Makes it the holder's turn, or stay so. False while it is another one's. */
    boolean take(String name, String holder, Duration lease) {
        return writes.write(sql -> {
            sql.sql("INSERT INTO poll (name, holder, held_until) VALUES (?, ?, 0) ON CONFLICT DO NOTHING")
                    .params(name, NOBODY)
                    .update();
            long now = now(sql);
            return sql.sql("""
                            UPDATE poll SET holder = ?, held_until = ?
                            WHERE name = ? AND (holder = ? OR held_until <= ? OR held_until > ? OR holder NOT LIKE ?)
                            """)
                            .params(
                                    holder,
                                    now + lease.toMillis(),
                                    name,
                                    holder,
                                    now,
                                    // Much longer than any node holds it.
                                    now + Math.max(10 * lease.toMillis(), LONGEST_TURN),
                                    mayBeAlive())
                            .update()
                    == 1;
        });
    }

    /** The cursor; empty when nothing was read yet. */
    Optional<String> reached(String name) {
        return reads.sql("SELECT reached FROM poll WHERE name = ? AND reached IS NOT NULL")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** Moves the cursor. False, and nothing happens, where it is another one's turn or somebody has moved it meanwhile. */
    boolean move(String name, String holder, Optional<String> from, String to) {
        return writes.write(sql ->
                sql.sql("""
                                UPDATE poll SET reached = ?, moved_at = ?
                                WHERE name = ? AND holder = ? AND COALESCE(CAST(reached AS TEXT), '') = ?
                                """).params(to, now(sql), name, holder, from.orElse("")).update() == 1);
    }

    /** Lets the next one have its turn at once. */
    void giveBack(String name, String holder) {
        writes.write(sql -> sql.sql("UPDATE poll SET holder = ?, held_until = 0 WHERE name = ? AND holder = ?")
                .params(NOBODY, name, holder)
                .update());
    }

    /** Where the database belongs to this node alone, an earlier run of it is dead, and its turn is not waited for. */
    private String mayBeAlive() {
        return database.isEmbedded() ? run + "/%" : "%";
    }

    private long now(JdbcClient sql) {
        return sql.sql(database.dialect().now()).query(Long.class).single();
    }
}
