package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.ColumnArrays;
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

    private static final String INTO = """
            INSERT INTO ledger (node, application_id, day, matched, unmatched, duplicates, conflicts, owed, delivered, dead,
                expired, cancelled)
            """;
    private static final String PARAMETERS = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String ADD_UP = """

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

    public static final String ADD = INTO + "VALUES " + PARAMETERS + ADD_UP;

    /** One row for each element of the arrays. */
    private static final String ADD_TOGETHER = INTO + "SELECT * FROM unnest" + PARAMETERS + ADD_UP;

    private static final int KEY_COLUMNS = 3;

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

    /** Adds the counts; on PostgreSQL at the commit. */
    public void write(WriterSession session, Instant now) throws SQLException {
        if (counts.isEmpty()) {
            return;
        }
        long day = ChronoUnit.DAYS.between(Instant.EPOCH, now);
        switch (session.dialect()) {
            case SQLITE -> writeEach(session, day);
            case POSTGRESQL -> session.executeAtCommit(ADD_TOGETHER, columns(day));
        }
    }

    private void writeEach(WriterSession session, long day) throws SQLException {
        PreparedStatement statement = session.prepare(ADD);
        for (Map.Entry<ApplicationId, long[]> entry : counts.entrySet()) {
            statement.setString(1, node);
            statement.setString(2, entry.getKey().value());
            statement.setLong(3, day);
            int column = KEY_COLUMNS + 1;
            for (long count : entry.getValue()) {
                statement.setLong(column++, count);
            }
            statement.addBatch();
        }
        statement.executeBatch();
    }

    private ColumnArrays columns(long day) {
        ColumnArrays columns = new ColumnArrays(KEY_COLUMNS + Count.values().length, counts.size());
        counts.forEach((application, numbers) -> {
            columns.text(node).text(application.value()).number(day);
            for (long number : numbers) {
                columns.number(number);
            }
            columns.endRow();
        });
        return columns;
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
