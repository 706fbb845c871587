package dev.sealpost.source.poll;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.Writes;
import java.sql.Types;
import java.time.Duration;
import java.util.Map;
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
            sql.sql("INSERT INTO poll (name, holder, held_until, started_at) VALUES (?, '', 0, (" + now + "))"
                            + " ON CONFLICT DO NOTHING")
                    .param(name)
                    .update();
            return leases.take(sql, name, holder, lease);
        });
    }

    PollPosition position(String name) {
        return reads.sql(
                        "SELECT reached, backfill, CASE WHEN caught_up_at IS NULL THEN 0 ELSE 1 END AS caught_up, pages,"
                                + " events, total FROM poll WHERE name = ?")
                .param(name)
                .query((row, number) -> new PollPosition(
                        Optional.ofNullable(row.getString("reached")),
                        row.getLong("backfill"),
                        row.getInt("caught_up") == 1,
                        PollCursors.progress(row)))
                .optional()
                .orElse(PollPosition.FIRST);
    }

    /**
     * Moves the cursor behind a page and counts the page. Returns false without a change if another holder has the lease or the
     * cursor has moved meanwhile.
     */
    boolean move(String name, String holder, PollPosition from, RoundResult.Read page) {
        return writes.write(sql -> sql.sql("UPDATE poll SET reached = :to, moved_at = (" + now + "), page_at = (" + now
                                + "), pages = pages + 1, events = events + :events, total = COALESCE(:total, total),"
                                + " caught_up_at = " + caughtUp(page) + present())
                        .param("to", page.reached())
                        .param("events", page.events())
                        .param("total", page.total().orElse(null), Types.BIGINT)
                        .params(present(name, holder, from))
                        .update()
                == 1);
    }

    /** Records that the backfill has reached the end of the list, where the cursor stays. Returns false as {@link #move}. */
    boolean catchUp(String name, String holder, PollPosition from) {
        return writes.write(sql -> sql.sql("UPDATE poll SET caught_up_at = (" + now + ")" + present())
                        .params(present(name, holder, from))
                        .update()
                == 1);
    }

    private String caughtUp(RoundResult.Read page) {
        return page.more() ? "caught_up_at" : "COALESCE(caught_up_at, (" + now + "))";
    }

    private static String present() {
        return " WHERE name = :name AND holder = :holder AND backfill = :backfill"
                + " AND COALESCE(CAST(reached AS TEXT), '') = :from";
    }

    private static Map<String, Object> present(String name, String holder, PollPosition from) {
        return Map.of(
                "name",
                name,
                "holder",
                holder,
                "backfill",
                from.backfill(),
                "from",
                from.cursor().orElse(""));
    }

    /** Releases the lease. */
    void release(String name, String holder) {
        writes.write(sql -> leases.end(sql, name, holder));
    }
}
