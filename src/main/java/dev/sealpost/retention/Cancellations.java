package dev.sealpost.retention;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Chunks;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Database;
import dev.sealpost.database.DatabaseUnavailableException;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.record.LedgerCounts;
import dev.sealpost.node.NodeName;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Cancels the pending deliveries of a deleted destination. */
@Component
public class Cancellations {

    private static final Logger LOG = LoggerFactory.getLogger(Cancellations.class);

    private final Writes writes;
    private final Database database;
    private final NodeName node;
    private final Clock clock;

    Cancellations(Writes writes, Database database, NodeName node, Clock clock) {
        this.writes = writes;
        this.database = database;
        this.node = node;
        this.clock = clock;
    }

    /**
     * Cancels and counts the waiting deliveries in short transactions. Call after the destination was deleted: what this does
     * not reach, because node or database stops, and what is in flight, is cancelled by the gate.
     */
    void cancel(ApplicationId application, DestinationId destination) {
        try {
            long cancelled = Chunks.write(writes, (sql, most) -> cancel(sql, application, destination, most));
            LOG.info("delivery.cancelled destinationId={} deliveries={}", destination, cancelled);
        } catch (DatabaseUnavailableException e) {
            LOG.warn("delivery.cancel-interrupted destinationId={} reason={}", destination, e.toString());
        }
    }

    private int cancel(JdbcClient sql, ApplicationId application, DestinationId destination, int most) {
        // Rows locked by other nodes are cancelled there.
        List<String> events = sql.sql(
                        "SELECT event_id FROM due_delivery WHERE destination_id = ? ORDER BY due_at, event_id LIMIT ?"
                                + database.dialect().lockingRows("due_delivery"))
                .params(destination.value(), most)
                .query(String.class)
                .list();
        if (events.isEmpty()) {
            return 0;
        }
        Conditions rows =
                new Conditions().and("destination_id = ?", destination.value()).andIn("event_id", events);
        sql.sql("INSERT INTO ended_delivery"
                        + " (event_id, destination_id, application_id, cycle, ending, reason, ended_at)"
                        + " SELECT event_id, destination_id, application_id, cycle, 'cancelled', 'destination-deleted', ?"
                        + " FROM due_delivery " + rows.where()
                        + " ON CONFLICT (event_id, destination_id) DO UPDATE SET cycle = excluded.cycle,"
                        + " ending = excluded.ending, reason = excluded.reason, ended_at = excluded.ended_at")
                .param(clock.millis())
                .params(rows.parameters())
                .update();
        sql.sql("DELETE FROM due_delivery " + rows.where())
                .params(rows.parameters())
                .update();
        LedgerCounts ledger = new LedgerCounts(node.value());
        ledger.add(application, LedgerCounts.Count.CANCELLED, events.size());
        ledger.write(sql, clock.instant());
        return events.size();
    }
}
