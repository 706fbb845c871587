package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.home.NodeName;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Ends what a destination is still owed, when it is deleted. */
@Component
public class Cancellations {

    private final NodeName node;
    private final Clock clock;

    Cancellations(NodeName node, Clock clock) {
        this.node = node;
        this.clock = clock;
    }

    /**
     * Cancels the deliveries that wait for the destination, and counts them, in the caller's transaction. Those that are in
     * flight without a row end by themselves. Returns how many were cancelled.
     */
    public int cancel(JdbcClient sql, ApplicationId application, DestinationId destination) {
        sql.sql("""
                        INSERT INTO ended_delivery
                            (event_id, destination_id, application_id, cycle, ending, reason, ended_at)
                        SELECT event_id, destination_id, application_id, cycle, 'cancelled', 'destination-deleted', ?
                        FROM due_delivery WHERE destination_id = ?
                        ON CONFLICT (event_id, destination_id) DO UPDATE SET cycle = excluded.cycle,
                            ending = excluded.ending, reason = excluded.reason, ended_at = excluded.ended_at
                        """).params(clock.millis(), destination.value()).update();
        int cancelled = sql.sql("DELETE FROM due_delivery WHERE destination_id = ?")
                .param(destination.value())
                .update();
        if (cancelled > 0) {
            count(sql, application, cancelled);
        }
        return cancelled;
    }

    private void count(JdbcClient sql, ApplicationId application, int cancelled) {
        sql.sql("""
                        INSERT INTO ledger (node, application_id, day, matched, unmatched, duplicates, conflicts, owed,
                            delivered, dead, expired, cancelled)
                        VALUES (?, ?, ?, 0, 0, 0, 0, 0, 0, 0, 0, ?)
                        ON CONFLICT (node, application_id, day) DO UPDATE
                            SET cancelled = ledger.cancelled + excluded.cancelled
                        """)
                .params(
                        node.value(),
                        application.value(),
                        (int) Duration.ofMillis(clock.millis()).toDays(),
                        cancelled)
                .update();
    }
}
