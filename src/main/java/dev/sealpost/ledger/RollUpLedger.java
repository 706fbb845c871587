package dev.sealpost.ledger;

import dev.sealpost.delivery.record.LedgerCounts;
import java.time.LocalDate;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Aggregates daily counts of all nodes into months, per application. Totals are unchanged. */
public final class RollUpLedger {

    /** Value of the column {@code node} of a monthly row; its column {@code day} is the first day. */
    static final String MONTH = "";

    private static final String OLD =
            "SELECT node, application_id, day FROM ledger WHERE day < ? AND node <> ? LIMIT ?";
    private static final String TAKE = """
            DELETE FROM ledger WHERE node = ? AND application_id = ? AND day = ?
            RETURNING matched, unmatched, duplicates, conflicts, owed, delivered, dead, expired, cancelled
            """;

    private RollUpLedger() {}

    /** Key of a row. */
    public record RowKey(String node, String application, int day) {}

    public static List<RowKey> old(JdbcClient reads, int beforeDay, int limit) {
        return reads.sql(OLD)
                .params(beforeDay, MONTH, limit)
                .query((row, number) ->
                        new RowKey(row.getString("node"), row.getString("application_id"), row.getInt("day")))
                .list();
    }

    /** Moves rows into their months; concurrent nodes move each row once. */
    public static int rollUp(JdbcClient sql, List<RowKey> rows) {
        int rolledUp = 0;
        for (RowKey row : rows) {
            for (List<Long> counts : take(sql, row)) {
                int month =
                        (int) LocalDate.ofEpochDay(row.day()).withDayOfMonth(1).toEpochDay();
                sql.sql(LedgerCounts.ADD)
                        .param(MONTH)
                        .param(row.application())
                        .param(month)
                        .params(counts)
                        .update();
                rolledUp++;
            }
        }
        return rolledUp;
    }

    private static List<List<Long>> take(JdbcClient sql, RowKey row) {
        return sql.sql(TAKE)
                .params(row.node(), row.application(), row.day())
                .query((result, number) -> {
                    Long[] counts = new Long[LedgerCounts.Count.values().length];
                    for (int column = 0; column < counts.length; column++) {
                        counts[column] = result.getLong(column + 1);
                    }
                    return List.of(counts);
                })
                .list();
    }
}
