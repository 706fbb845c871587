package dev.sealpost.retention;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.audit.AuditLog;
import dev.sealpost.audit.Change;
import dev.sealpost.audit.Change.AuditedObject;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.record.LedgerCounts;
import dev.sealpost.event.EventId;
import dev.sealpost.node.NodeName;
import java.time.Clock;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Deletes the content of messages and attempts on request. */
@Component
public class DeleteContent {

    private static final String REASON = "content-deleted";

    private final Writes writes;
    private final AuditLog audit;
    private final NodeName node;
    private final Clock clock;

    DeleteContent(Writes writes, AuditLog audit, NodeName node, Clock clock) {
        this.writes = writes;
        this.audit = audit;
        this.node = node;
        this.clock = clock;
    }

    /**
     * Deletes the payload of an event, and cancels its pending deliveries: nothing is left to send. An attempt that is being made at
     * this moment still sends it.
     *
     * @return false if the event is not in the database
     */
    public boolean ofEvent(ApplicationId application, EventId event) {
        return writes.write(sql -> {
            int found = sql.sql("UPDATE event SET payload = ?, payload_removed_at = COALESCE(payload_removed_at, ?)"
                            + " WHERE id = ? AND application_id = ?")
                    .params(new byte[0], clock.millis(), event.value(), application.value())
                    .update();
            if (found == 0) {
                return false;
            }
            sql.sql("DELETE FROM payload_period WHERE event_id = ?")
                    .param(event.value())
                    .update();
            cancel(sql, application, event);
            record(
                    sql,
                    "message.expunge",
                    new AuditedObject("message", event.value(), Optional.of(application.value())));
            return true;
        });
    }

    private void cancel(JdbcClient sql, ApplicationId application, EventId event) {
        sql.sql("""
                        INSERT INTO ended_delivery
                            (event_id, destination_id, application_id, cycle, ending, reason, ended_at)
                        SELECT event_id, destination_id, application_id, cycle, 'cancelled', ?, ?
                        FROM due_delivery WHERE event_id = ?
                        ON CONFLICT (event_id, destination_id) DO UPDATE SET cycle = excluded.cycle,
                            ending = excluded.ending, reason = excluded.reason, ended_at = excluded.ended_at
                        """).params(REASON, clock.millis(), event.value()).update();
        int cancelled = sql.sql("DELETE FROM due_delivery WHERE event_id = ?")
                .param(event.value())
                .update();
        if (cancelled > 0) {
            LedgerCounts ledger = new LedgerCounts(node.value());
            ledger.add(application, LedgerCounts.Count.CANCELLED, cancelled);
            ledger.write(sql, clock.instant());
        }
    }

    /**
     * Deletes what the receiver answered to an attempt.
     *
     * @param attempt id of the attempt, for the audit log
     */
    public void ofAttempt(ApplicationId application, AttemptPlace place, String attempt) {
        writes.write(sql -> {
            int found = sql.sql("UPDATE attempt SET response = NULL, failed_run = NULL"
                            + " WHERE event_id = ? AND destination_id = ? AND cycle = ? AND number = ?")
                    .params(place.event().value(), place.destination(), place.cycle(), place.number())
                    .update();
            record(sql, "attempt.expunge", new AuditedObject("attempt", attempt, Optional.of(application.value())));
            return found;
        });
    }

    /**
     * Key of the row of an attempt.
     *
     * @param destination id of the destination
     */
    public record AttemptPlace(EventId event, String destination, int cycle, int number) {}

    private void record(JdbcClient sql, String action, AuditedObject object) {
        audit.record(sql, Change.of(action, object));
    }
}
