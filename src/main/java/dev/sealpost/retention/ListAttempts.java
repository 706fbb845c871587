package dev.sealpost.retention;

import dev.sealpost.database.Chunks;
import dev.sealpost.database.SqlWork;
import dev.sealpost.database.Writes;
import java.time.Duration;

/**
 * Adds recent attempts to the index by destination, many at a time. For SQLite, where an index in another order costs each
 * commit one page per destination.
 */
final class ListAttempts {

    private static final String SOME =
            "UPDATE attempt SET listed = TRUE WHERE rowid IN (SELECT rowid FROM attempt WHERE NOT listed LIMIT ?)";

    private static final Duration LONGEST_WRITE = Duration.ofMillis(20);
    private static final int MOST_ROWS = 8_000;

    private final Chunks chunks;

    ListAttempts(Writes writes) {
        this.chunks = new Chunks(writes, LONGEST_WRITE, MOST_ROWS, () -> Chunks.LONG_REST);
    }

    /** Lists all attempts not listed yet. */
    void list() {
        int wanted;
        int listed;
        do {
            wanted = chunks.rows();
            listed = chunks.write(some(wanted));
        } while (listed == wanted && !Thread.currentThread().isInterrupted());
    }

    private static SqlWork<Integer> some(int rows) {
        return sql -> sql.sql(SOME).param(rows).update();
    }
}
