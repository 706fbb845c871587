package dev.sealpost.alert;

import dev.sealpost.database.StoredValues;
import dev.sealpost.database.Writes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes the table {@code alert}: the status of each alert, shared by all nodes and kept across restarts. */
final class AlertRows {

    private static final Logger LOG = LoggerFactory.getLogger(AlertRows.class);

    private final Writes writes;
    private final JdbcClient reads;
    private final Clock clock;

    /** @param clock the database's clock, shared by all nodes */
    AlertRows(Writes writes, JdbcClient reads, Clock clock) {
        this.writes = writes;
        this.reads = reads;
        this.clock = clock;
    }

    /** Returns the time by which alerts fire and end. */
    Instant now() {
        return clock.instant();
    }

    private record ReadRow(AlertStatus status, Optional<String> fault) {}

    /** Returns the status of an alert. An unreadable row is deleted, which resets the alert. */
    AlertStatus find(Rule rule) {
        Optional<ReadRow> found = reads.sql(
                        "SELECT number, firing, changed_at, fine_since FROM alert WHERE name = ? AND place = ?")
                .params(rule.name(), rule.place())
                .query((row, index) -> read(row))
                .optional();
        found.flatMap(ReadRow::fault).ifPresent(fault -> drop(rule, fault));
        return found.map(ReadRow::status).orElse(AlertStatus.NEVER_FIRED);
    }

    private ReadRow read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        AlertStatus status = new AlertStatus(
                row.getLong("number"),
                values.flag("firing", false),
                values.time("changed_at"),
                values.number("fine_since").isPresent() ? Optional.of(values.time("fine_since")) : Optional.empty());
        if (values.number("number").isEmpty() || values.fault().isPresent()) {
            // A number not used before, so that event ids stay unique.
            AlertStatus anew =
                    new AlertStatus(clock.instant().getEpochSecond(), false, Instant.EPOCH, Optional.empty());
            return new ReadRow(anew, Optional.of(values.fault().orElse("number: missing")));
        }
        return new ReadRow(status, Optional.empty());
    }

    private void drop(Rule rule, String fault) {
        LOG.error(
                "database.row-broken table=alert key={} reason=\"{}\": deleted, the alert starts anew",
                rule.name(),
                fault);
        writes.write(sql -> sql.sql("DELETE FROM alert WHERE name = ? AND place = ?")
                .params(rule.name(), rule.place())
                .update());
    }

    /** Changes the status, unless another node has changed it first. */
    void change(Rule rule, AlertStatus from, AlertStatus to) {
        writes.write(sql -> {
            sql.sql("""
                            INSERT INTO alert (name, place, number, firing, changed_at) VALUES (?, ?, ?, ?, 0)
                            ON CONFLICT DO NOTHING
                            """)
                    .params(rule.name(), rule.place(), from.number(), from.isFiring())
                    .update();
            return sql.sql("""
                            UPDATE alert SET number = ?, firing = ?, changed_at = ?, fine_since = ?
                            WHERE name = ? AND place = ? AND number = ? AND firing = ?
                            """)
                    .param(to.number())
                    .param(to.isFiring())
                    .param(to.changedAt().toEpochMilli())
                    .param(to.fineSince().map(Instant::toEpochMilli).orElse(null))
                    .param(rule.name())
                    .param(rule.place())
                    .param(from.number())
                    .param(from.isFiring())
                    .update();
        });
    }
}
