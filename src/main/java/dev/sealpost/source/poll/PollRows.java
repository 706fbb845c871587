package dev.sealpost.source.poll;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.Writes;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Table {@code poll}: cursor and lease of each poll, shared by all nodes and kept across restarts. */
@Component
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
     * Acquires or renews the lease. Returns false while another holder has it.
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

    /** Returns the cursor; empty before the first page. */
    Optional<String> reached(String name) {
        return reads.sql("SELECT reached FROM poll WHERE name = ? AND reached IS NOT NULL")
                .param(name)
                .query(String.class)
                .optional();
    }

    /** Moves the cursor. Returns false without a change if another holder has the lease or the cursor has moved meanwhile. */
    boolean move(String name, String holder, Optional<String> from, String to) {
        return writes.write(sql -> sql.sql("UPDATE poll SET reached = ?, moved_at = (" + now + ")"
                                + " WHERE name = ? AND holder = ? AND COALESCE(CAST(reached AS TEXT), '') = ?")
                        .params(to, name, holder, from.orElse(""))
                        .update()
                == 1);
    }

    /** Releases the lease. */
    void release(String name, String holder) {
        writes.write(sql -> leases.end(sql, name, holder));
    }
}
