package dev.sealpost.retention;

import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import dev.sealpost.upkeep.SmallWrites;
import java.time.Duration;

/**
 * Puts the attempts of the last moment into the index that lists them by destination, many at a time. For SQLite: an index in
 * an order of its own costs each commit a page for each destination, however few the rows.
 */
final class ListAttempts {

    private static final String SOME =
            "UPDATE attempt SET listed = TRUE WHERE rowid IN (SELECT rowid FROM attempt WHERE NOT listed LIMIT ?)";

    private static final Duration LONGEST_WRITE = Duration.ofMillis(20);
    private static final int MOST_ROWS = 8_000;

    private final SmallWrites writes;

    ListAttempts(Writes writes) {
        this.writes = new SmallWrites(writes, LONGEST_WRITE, MOST_ROWS);
    }

    /** Goes on until none of those that were there is left. */
    void list() {
        int wanted;
        int listed;
        do {
            wanted = writes.rows();
            listed = writes.write(some(wanted));
        } while (listed == wanted && !Thread.currentThread().isInterrupted());
    }

    private static SqlWork<Integer> some(int rows) {
        return sql -> sql.sql(SOME).param(rows).update();
    }
}
