package dev.sealpost.history;

import dev.sealpost.database.Dialect;
import java.util.List;

/**
 * Part of the attempts, as a query by destination finds it.
 *
 * @param from the clause {@code FROM}; it has the table {@code attempt} as {@code a}
 * @param index alias of the table whose columns {@code destination_id} and {@code started_at} have an index
 * @param condition what the attempts of this part fulfil
 */
record AttemptSource(String from, String index, String condition) {

    private static final String TABLE = "FROM attempt a";

    /** All attempts, for queries by event. */
    static final AttemptSource ALL = new AttemptSource(TABLE, "a", "TRUE");

    /** Attempts that are listed when they are inserted; on SQLite, those that an earlier release has listed. */
    private static final AttemptSource IN_TABLE = new AttemptSource(TABLE, "a", "a.listed");

    /** A place in the list may be of an attempt that an earlier release has deleted, and whose rowid is used again. */
    private static final AttemptSource IN_LIST = new AttemptSource(
            "FROM attempt_list l CROSS JOIN attempt a ON a.rowid = l.attempt"
                    + " AND a.destination_id = l.destination_id AND a.started_at = l.started_at",
            "l",
            "TRUE");

    private static final AttemptSource BEHIND_LIST =
            new AttemptSource(TABLE, "a", "a.rowid > COALESCE((SELECT l.attempt FROM attempt_list_end l), 0)");

    private static final AttemptSource NOT_LISTED = new AttemptSource(TABLE, "a", "NOT a.listed");

    /** Returns what has to be looked through in full: few attempts, the newest. Read first, because they get listed. */
    static List<AttemptSource> unlisted(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> List.of(BEHIND_LIST);
            case POSTGRESQL -> List.of(NOT_LISTED);
        };
    }

    /** Returns what an index finds by destination and time. */
    static List<AttemptSource> listed(Dialect dialect) {
        return switch (dialect) {
            case SQLITE -> List.of(IN_LIST, IN_TABLE);
            case POSTGRESQL -> List.of(IN_TABLE);
        };
    }
}
