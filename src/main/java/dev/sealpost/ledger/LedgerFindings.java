package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.StoredValues;
import dev.sealpost.database.Writes;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.ledger.Finding.Discrepancy;
import dev.sealpost.ledger.Finding.Subject;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Reads and writes the table {@code ledger_finding}: findings of the reconciler and their status. */
@Component
public class LedgerFindings {

    /** Findings written in one transaction. */
    private static final int CHUNK = 50;

    private static final String INSERT = """
            INSERT INTO ledger_finding (id, kind, application_id, event_id, destination_id, producer_run, first_sequence,
                last_sequence, detail, found_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET found_at = excluded.found_at, detail = excluded.detail, resolved_at = NULL,
                closed_at = NULL, closed_by = NULL, note = NULL
            WHERE ledger_finding.resolved_at IS NOT NULL
            """;
    private static final String FORGET_ENDED = """
            DELETE FROM ledger_finding WHERE resolved_at < ? OR (closed_at < ? AND (kind = 'sequence-missing'
                OR (kind = 'delivery-missing' AND NOT EXISTS (SELECT 1 FROM event WHERE event.id = ledger_finding.event_id))))
            """;
    private static final String OPEN = "closed_at IS NULL AND resolved_at IS NULL";

    private final JdbcClient reads;
    private final Writes writes;

    public LedgerFindings(JdbcClient reads, Writes writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /**
     * A stored finding.
     *
     * @param resolvedAt when a check found the discrepancy resolved
     */
    public record StoredFinding(
            String id, Finding finding, Instant foundAt, Optional<Closing> closing, Optional<Instant> resolvedAt) {

        public FindingStatus status() {
            return resolvedAt.isPresent()
                    ? FindingStatus.RESOLVED
                    : closing.isPresent() ? FindingStatus.CLOSED : FindingStatus.OPEN;
        }
    }

    /**
     * Closing of a finding by an operator.
     *
     * @param note explanation for other operators
     */
    public record Closing(Instant at, String by, Optional<String> note) {}

    /** Status of a finding. */
    public enum FindingStatus {
        /** Not investigated. */
        OPEN(LedgerFindings.OPEN),
        /** Investigated, but not resolved. */
        CLOSED("closed_at IS NOT NULL AND resolved_at IS NULL"),
        /** The discrepancy no longer exists. */
        RESOLVED("resolved_at IS NOT NULL");

        private final String condition;

        FindingStatus(String condition) {
            this.condition = condition;
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Stores new and recurring findings, and returns them. */
    List<Finding> keep(List<Finding> findings, Instant now) {
        List<Finding> fresh = new ArrayList<>();
        for (int from = 0; from < findings.size(); from += CHUNK) {
            List<Finding> chunk = findings.subList(from, Math.min(from + CHUNK, findings.size()));
            fresh.addAll(writes.write(sql ->
                    chunk.stream().filter(finding -> insert(sql, finding, now)).toList()));
        }
        return fresh;
    }

    private static boolean insert(JdbcClient sql, Finding finding, Instant now) {
        Subject subject = finding.subject();
        return sql.sql(INSERT)
                        .param(finding.id())
                        .param(finding.kind().word())
                        .param(subject.application().map(ApplicationId::value).orElse(null))
                        .param(subject.event().map(EventId::value).orElse(null))
                        .param(subject.destination().map(DestinationId::value).orElse(null))
                        .param(subject.run().orElse(null))
                        .param(subject.sequences().map(Range::first).orElse(null))
                        .param(subject.sequences().map(Range::last).orElse(null))
                        .param(finding.detail())
                        .param(now.toEpochMilli())
                        .update()
                > 0;
    }

    /** Returns the number of open findings. */
    public long count() {
        return reads.sql("SELECT COUNT(*) FROM ledger_finding WHERE " + OPEN)
                .query(Long.class)
                .single();
    }

    /** Returns the producer runs with open findings. */
    List<String> openRuns() {
        return reads.sql("SELECT DISTINCT producer_run FROM ledger_finding WHERE producer_run IS NOT NULL AND " + OPEN)
                .query(String.class)
                .list();
    }

    /** Returns open findings after this id, ordered by id. */
    static List<StoredFinding> open(JdbcClient sql, String after, int most) {
        return sql.sql("SELECT * FROM ledger_finding WHERE id > ? AND " + OPEN + " ORDER BY id LIMIT ?")
                .params(after, most)
                .query((row, number) -> read(row))
                .list();
    }

    /**
     * Lists findings, sorted by the time they were found.
     *
     * @param status empty: all
     */
    public Page<StoredFinding> list(Optional<FindingStatus> status, PageRequest request) {
        Conditions conditions = new Conditions();
        status.ifPresent(wanted -> conditions.and(wanted.condition));
        return conditions.page(reads, "ledger_finding", "found_at", request, (row, number) -> read(row));
    }

    /** Returns the position of a finding in a list. */
    public static Position position(StoredFinding stored) {
        return new Position(stored.foundAt(), stored.id());
    }

    /** Closes a finding, so that it is no longer reported. The first closing remains. Empty when the id is unknown. */
    public Optional<StoredFinding> close(String id, Closing closing) {
        return writes.write(sql -> {
            sql.sql("UPDATE ledger_finding SET closed_at = ?, closed_by = ?, note = ?"
                            + " WHERE id = ? AND closed_at IS NULL")
                    .param(closing.at().toEpochMilli())
                    .param(closing.by())
                    .param(closing.note().orElse(null))
                    .param(id)
                    .update();
            return sql.sql("SELECT * FROM ledger_finding WHERE id = ?")
                    .param(id)
                    .query((row, number) -> read(row))
                    .optional();
        });
    }

    /** Marks findings as resolved. */
    void resolve(List<String> ids, Instant now) {
        if (!ids.isEmpty()) {
            Conditions conditions = new Conditions().andIn("id", ids).and("resolved_at IS NULL");
            writes.write(sql -> sql.sql("UPDATE ledger_finding SET resolved_at = ? " + conditions.where())
                    .param(now.toEpochMilli())
                    .params(conditions.parameters())
                    .update());
        }
    }

    /** Deletes findings resolved before this time, and closed ones that no check can find any more and would report as new. */
    void forgetEnded(Instant before) {
        writes.write(sql -> sql.sql(FORGET_ENDED)
                .params(before.toEpochMilli(), before.toEpochMilli())
                .update());
    }

    /** Deletes a finding. Returns false when the id is unknown. */
    public boolean forget(String id) {
        return writes.write(sql -> sql.sql("DELETE FROM ledger_finding WHERE id = ?")
                        .param(id)
                        .update())
                > 0;
    }

    private static StoredFinding read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        Optional<String> run = values.optional("producer_run");
        Range numbers = new Range(row.getLong("first_sequence"), row.getLong("last_sequence"));
        StoredFinding stored = new StoredFinding(
                values.text("id"),
                new Finding(
                        Discrepancy.of(values.text("kind")),
                        new Subject(
                                Optional.ofNullable(row.getString("application_id"))
                                        .map(ApplicationId::new),
                                event(values),
                                Optional.ofNullable(row.getString("destination_id"))
                                        .map(DestinationId::new),
                                run,
                                run.map(any -> numbers)),
                        values.text("detail")),
                values.time("found_at"),
                closing(values),
                values.optionalTime("resolved_at"));
        values.logFault("ledger_finding", stored.id());
        return stored;
    }

    private static Optional<EventId> event(StoredValues values) throws SQLException {
        return values.optional("event_id")
                .flatMap(id -> values.read("event_id", () -> Optional.of(new EventId(id)), Optional.empty()));
    }

    private static Optional<Closing> closing(StoredValues values) throws SQLException {
        Optional<String> by = values.optional("closed_by");
        Optional<String> note = values.optional("note");
        return by.isEmpty()
                ? Optional.empty()
                : values.optionalTime("closed_at").map(at -> new Closing(at, by.get(), note));
    }
}
