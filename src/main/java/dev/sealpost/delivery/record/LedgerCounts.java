package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.WriterSession;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Counts of one transaction, added to the table {@code ledger} in that transaction. Invariants: every accepted event is
 * matched or unmatched; owed = delivered + dead + expired + cancelled + pending.
 */
public final class LedgerCounts {

    public static final String ADD = """
            INSERT INTO ledger (node, application_id, day, matched, unmatched, duplicates, conflicts, owed, delivered, dead,
                expired, cancelled)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (node, application_id, day) DO UPDATE SET
                matched = ledger.matched + excluded.matched,
                unmatched = ledger.unmatched + excluded.unmatched,
                duplicates = ledger.duplicates + excluded.duplicates,
                conflicts = ledger.conflicts + excluded.conflicts,
                owed = ledger.owed + excluded.owed,
                delivered = ledger.delivered + excluded.delivered,
                dead = ledger.dead + excluded.dead,
                expired = ledger.expired + excluded.expired,
                cancelled = ledger.cancelled + excluded.cancelled
            """;

    /** Counters, in the order of the columns. */
    public enum Count {
        MATCHED,
        UNMATCHED,
        DUPLICATES,
        CONFLICTS,
        OWED,
        DELIVERED,
        DEAD,
        EXPIRED,
        CANCELLED
    }

    private final String node;
    private final Map<ApplicationId, long[]> counts = new HashMap<>();

    public LedgerCounts(String node) {
        this.node = node;
    }

    public void add(ApplicationId application, Count count, long number) {
        counts.computeIfAbsent(application, first -> new long[Count.values().length])[count.ordinal()] += number;
    }

    /** Returns the sum over all applications. */
    long total(Count count) {
        long total = 0;
        for (long[] each : counts.values()) {
            total += each[count.ordinal()];
        }
        return total;
    }

    public void write(WriterSession session, Instant now) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        PreparedStatement statement = session.prepare(ADD);
        long day = ChronoUnit.DAYS.between(Instant.EPOCH, now);
        for (Map.Entry<ApplicationId, long[]> entry : counts.entrySet()) {
            statement.setString(1, node);
            statement.setString(2, entry.getKey().value());
            statement.setLong(3, day);
            int column = 4;
            for (long count : entry.getValue()) {
                statement.setLong(column++, count);
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Writes the counts outside the hot path. */
    public void write(JdbcClient sql, Instant now) {
        long day = ChronoUnit.DAYS.between(Instant.EPOCH, now);
        counts.forEach((application, numbers) -> {
            JdbcClient.StatementSpec statement =
                    sql.sql(ADD).param(node).param(application.value()).param(day);
            for (long number : numbers) {
                statement = statement.param(number);
            }
            statement.update();
        });
    }
}
