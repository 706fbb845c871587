package dev.sealpost.retention;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.Dialect;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Statements that delete old data, except pending deliveries and recent dead letters. */
final class RemoveOld {

    private static final String NOT_PENDING =
            "NOT EXISTS (SELECT 1 FROM due_delivery WHERE due_delivery.event_id = event.id)";
    private static final String NO_YOUNG_DEAD_LETTER = "NOT EXISTS (SELECT 1 FROM ended_delivery WHERE"
            + " ended_delivery.event_id = event.id AND ended_delivery.ending = 'dead' AND ended_delivery.ended_at >= ?)";
    private static final String NO_LONGER_PERIOD =
            "NOT EXISTS (SELECT 1 FROM payload_period WHERE payload_period.event_id = event.id AND payload_period.until > ?)";
    private static final String NO_YOUNG_ATTEMPT =
            "NOT EXISTS (SELECT 1 FROM attempt WHERE attempt.event_id = event.id AND attempt.started_at >= ?)";

    private RemoveOld() {}

    /** Removes the payloads of these events, except those with a longer period of their own; returns their number. */
    static int payloads(JdbcClient sql, List<String> ids, Instant deadBefore, Instant now) {
        Conditions conditions = new Conditions()
                .andIn("id", ids)
                .and("payload_removed_at IS NULL")
                .and(NOT_PENDING)
                .and(NO_YOUNG_DEAD_LETTER, deadBefore.toEpochMilli())
                .and(NO_LONGER_PERIOD, now.toEpochMilli());
        return sql.sql("UPDATE event SET payload = ?, payload_removed_at = ? " + conditions.where())
                .param(new byte[0])
                .param(now.toEpochMilli())
                .params(conditions.parameters())
                .update();
    }

    /** Returns events whose own payload period has ended, after the given one. */
    static List<EndedPeriod> endedPeriods(JdbcClient sql, EndedPeriod after, Instant now, int most) {
        return sql.sql("SELECT event_id, until FROM payload_period WHERE until <= ? AND (until, event_id) > (?, ?)"
                        + " ORDER BY until, event_id LIMIT ?")
                .params(now.toEpochMilli(), after.until(), after.event(), most)
                .query((row, number) -> new EndedPeriod(row.getString("event_id"), row.getLong("until")))
                .list();
    }

    /** @param until milliseconds since 1970 */
    record EndedPeriod(String event, long until) {

        static final EndedPeriod BEFORE_ALL = new EndedPeriod("", 0);
    }

    /** Deletes the payload periods of those events whose payload was removed. */
    static int periods(JdbcClient sql, List<String> ids) {
        Conditions conditions = new Conditions()
                .andIn("event_id", ids)
                .and("NOT EXISTS (SELECT 1 FROM event WHERE event.id = payload_period.event_id"
                        + " AND event.payload_removed_at IS NULL)");
        return sql.sql("DELETE FROM payload_period " + conditions.where())
                .params(conditions.parameters())
                .update();
    }

    /** Deletes these events with all their rows; returns their number. */
    static int events(JdbcClient sql, Dialect dialect, List<String> ids, Instant attemptsBefore, Instant deadBefore) {
        Conditions conditions = new Conditions()
                .andIn("id", ids)
                .and(NOT_PENDING)
                .and(NO_YOUNG_DEAD_LETTER, deadBefore.toEpochMilli())
                .and(NO_YOUNG_ATTEMPT, attemptsBefore.toEpochMilli());
        List<String> removed = sql.sql("DELETE FROM event " + conditions.where() + " RETURNING id")
                .params(conditions.parameters())
                .query(String.class)
                .list();
        if (!removed.isEmpty()) {
            Conditions of = new Conditions().andIn("event_id", removed);
            attempts(sql, dialect, of);
            sql.sql("DELETE FROM payload_period " + of.where())
                    .params(of.parameters())
                    .update();
            sql.sql("DELETE FROM ended_delivery " + of.where())
                    .params(of.parameters())
                    .update();
        }
        return removed.size();
    }

    private static void attempts(JdbcClient sql, Dialect dialect, Conditions of) {
        switch (dialect) {
            case SQLITE -> ListAttempts.delete(sql, of);
            case POSTGRESQL ->
                sql.sql("DELETE FROM attempt " + of.where())
                        .params(of.parameters())
                        .update();
        }
    }
}
