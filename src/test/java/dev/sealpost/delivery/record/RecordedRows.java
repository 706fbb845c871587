package dev.sealpost.delivery.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rows that the recorder has written, and their sums. */
public final class RecordedRows {

    private final JdbcClient reads;

    RecordedRows(JdbcClient reads) {
        this.reads = reads;
    }

    public long count(String from) {
        return number("SELECT COUNT(*) FROM " + from);
    }

    public long number(String query) {
        return reads.sql(query).query(Long.class).single();
    }

    public Map<String, Object> row(String query) {
        return reads.sql(query).query().singleRow();
    }

    /** Returns the counts, summed over all nodes and days. */
    public Counts counts() {
        return reads.sql("""
                        SELECT COALESCE(SUM(matched), 0) AS matched, COALESCE(SUM(unmatched), 0) AS unmatched,
                            COALESCE(SUM(duplicates), 0) AS duplicates, COALESCE(SUM(conflicts), 0) AS conflicts,
                            COALESCE(SUM(owed), 0) AS owed, COALESCE(SUM(delivered), 0) AS delivered,
                            COALESCE(SUM(dead), 0) AS dead, COALESCE(SUM(expired), 0) AS expired,
                            COALESCE(SUM(cancelled), 0) AS cancelled
                        FROM ledger
                        """).query(Counts.class).single();
    }

    public record Counts(
            long matched,
            long unmatched,
            long duplicates,
            long conflicts,
            long owed,
            long delivered,
            long dead,
            long expired,
            long cancelled) {}

    /** When nothing is in flight: owed = delivered + dead + expired + cancelled + pending. */
    public void assertBalanced() {
        Counts counts = counts();
        assertThat(counts.owed())
                .as("owed, of %s", counts)
                .isEqualTo(counts.delivered()
                        + counts.dead()
                        + counts.expired()
                        + counts.cancelled()
                        + count("due_delivery"));
        assertThat(counts.matched() + counts.unmatched()).as("events").isEqualTo(count("event"));
        assertThat(counts.dead()).isEqualTo(count("ended_delivery WHERE ending = 'dead'"));
        assertThat(counts.expired()).isEqualTo(count("ended_delivery WHERE ending = 'expired'"));
        assertThat(counts.cancelled()).isEqualTo(count("ended_delivery WHERE ending = 'cancelled'"));
    }
}
