package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.event.ProducerStamp;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads and writes the table {@code sequence_note}: sequence numbers of producers that have no event although none is lost.
 */
public final class SequenceNotes {

    /** Refused: the producer was notified. */
    public static final String UNSENT = "unsent";

    /** Repeated event, accepted under another number. */
    static final String REPEATED = "repeated";

    public static final String PARKED = "parked";

    private static final String INSERT = """
            INSERT INTO sequence_note (run, first, last, reason, noted_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
            """;

    private SequenceNotes() {}

    public static void note(WriterSession session, ProducerStamp stamp, String reason, Instant now)
            throws SQLException {
        session.update(INSERT, stamp.run(), stamp.sequence(), stamp.sequence(), reason, now.toEpochMilli());
    }

    public static int note(JdbcClient sql, ProducerStamp stamp, String reason, Instant now) {
        return note(sql, stamp.run(), new Range(stamp.sequence(), stamp.sequence()), reason, now);
    }

    public static int note(JdbcClient sql, String run, Range range, String reason, Instant now) {
        return sql.sql(INSERT)
                .params(run, range.first(), range.last(), reason, now.toEpochMilli())
                .update();
    }

    /** Returns the noted numbers of a run, whatever the reason. */
    public static List<Range> of(JdbcClient sql, String run) {
        return sql.sql("SELECT first, last FROM sequence_note WHERE run = ?")
                .param(run)
                .query((row, number) -> new Range(row.getLong("first"), row.getLong("last")))
                .list();
    }

    /** Deletes notes of numbers already checked, and old notes. */
    public static int forget(JdbcClient sql, String run, long upTo, Instant before) {
        return sql.sql("DELETE FROM sequence_note WHERE (run = ? AND last <= ?) OR noted_at < ?")
                .params(run, upTo, before.toEpochMilli())
                .update();
    }
}
