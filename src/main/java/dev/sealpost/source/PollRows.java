package dev.sealpost.source;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.Writes;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code poll}: how far each poll has come and who holds it, for all nodes and across restarts. */
final class PollRows {

    private static final Leases.Table POLL =
            new Leases.Table("poll", "name", "holder", "held_until", "TRUE", Duration.ofDays(1));

    private final Writes writes;
    private final JdbcClient reads;
    private final Leases leases;
    private final String now;

    PollRows(Writes writes, JdbcClient reads, LeaseHolder node) {
        this.writes = writes;
        this.reads = reads;
        this.leases = new Leases(POLL, node);
        this.now = node.dialect().now();
    }

    /**
     * Takes the poll, or keeps it. Returns false while somebody else has it.
     *
     * @param holder begins with the run of this node
     */
    boolean take(String name, String holder, Duration lease) {
        return writes.write(sql -> {
            sql.sql("INSERT INTO poll (name, holder, held_until) VALUES (?, '', 0) ON CONFLICT DO NOTHING")
                    .param(name)
                    .update();
            return leases.take(sql, name, holder, lease);
        });
    }

    /** The cursor; empty when nothing was read yet. */
    Optional<String> reached(String name) {
        return reads.sql("SELECT reached FROM poll WHERE name = ? AND reached IS NOT NULL")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** Moves the cursor. Returns false, and changes nothing, where somebody else has the poll or has moved the cursor. */
    boolean move(String name, String holder, Optional<String> from, String to) {
        return writes.write(sql -> sql.sql("UPDATE poll SET reached = ?, moved_at = (" + now + ")"
                                + " WHERE name = ? AND holder = ? AND COALESCE(CAST(reached AS TEXT), '') = ?")
                        .params(to, name, holder, from.orElse(""))
                        .update()
                == 1);
    }

    /** Lets the next holder take the poll at once. */
    void giveBack(String name, String holder) {
        writes.write(sql -> leases.end(sql, name, holder));
    }
}
