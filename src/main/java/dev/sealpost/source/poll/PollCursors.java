package dev.sealpost.source.poll;

import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Writes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Cursors of all polls, for operators. A poll is listed from its first round on. */
@Component
public final class PollCursors {

    private static final String SELECT =
            "SELECT name, reached, moved_at, holder, backfill, started_at, caught_up_at, page_at,"
                    + " pages, events, total FROM poll";

    private final Writes writes;
    private final JdbcClient reads;
    private final String now;

    PollCursors(Writes writes, JdbcClient reads, LeaseHolder node) {
        this.writes = writes;
        this.reads = reads;
        this.now = node.dialect().now();
    }

    /** Returns all polls by name. */
    public List<StoredPoll> list() {
        return reads.sql(SELECT + " ORDER BY name")
                .query((row, number) -> poll(row))
                .list();
    }

    public Optional<StoredPoll> find(String name) {
        return reads.sql(SELECT + " WHERE name = ?")
                .param(name)
                .query((row, number) -> poll(row))
                .optional();
    }

    /**
     * Sets the cursor and begins the next backfill there. A round in progress ends without moving the cursor, on whichever node
     * it runs; what it has published stays published.
     *
     * @param cursor empty: from the start of the list
     * @param expected the present cursor; empty: whatever it is
     * @return false without a change if there is no such poll, or its cursor is not the expected one
     */
    public boolean set(String name, Optional<String> cursor, Optional<String> expected) {
        return writes.write(sql -> sql.sql("UPDATE poll SET reached = :cursor, moved_at = (" + now
                                + "), backfill = backfill + 1,"
                                + " started_at = (" + now
                                + "), caught_up_at = NULL, pages = 0, events = 0, total = NULL,"
                                + " page_at = NULL WHERE name = :name"
                                + (expected.isPresent() ? " AND COALESCE(CAST(reached AS TEXT), '') = :expected" : ""))
                        .param("cursor", cursor.orElse(null), Types.VARCHAR)
                        .param("name", name)
                        .param("expected", expected.orElse(""))
                        .update()
                == 1);
    }

    private static StoredPoll poll(ResultSet row) throws SQLException {
        return new StoredPoll(
                row.getString("name"),
                Optional.ofNullable(row.getString("reached")),
                time(row, "moved_at"),
                Optional.of(row.getString("holder")).filter(holder -> !holder.isEmpty()),
                row.getLong("backfill"),
                time(row, "started_at"),
                time(row, "caught_up_at"),
                time(row, "page_at"),
                progress(row));
    }

    /** Reads the columns {@code pages}, {@code events} and {@code total}. */
    static PollProgress progress(ResultSet row) throws SQLException {
        return new PollProgress(row.getLong("pages"), row.getLong("events"), number(row, "total"));
    }

    private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
        return number(row, column).map(Instant::ofEpochMilli);
    }

    private static Optional<Long> number(ResultSet row, String column) throws SQLException {
        long value = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(value);
    }
}
