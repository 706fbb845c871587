package dev.sealpost.delivery;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.Writes;
import dev.sealpost.delivery.Finding.Kind;
import dev.sealpost.delivery.Finding.Subject;
import dev.sealpost.event.EventId;
import dev.sealpost.event.NumberRanges.Range;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table {@code ledger_finding}: what the reconciler missed, until somebody has looked into it. */
@Component
public class LedgerFindings {

    /** Findings written in one transaction. */
    private static final int CHUNK = 50;

    private static final String INSERT = """
            INSERT INTO ledger_finding (id, kind, application_id, event_id, destination_id, producer_run, first_sequence,
                last_sequence, detail, found_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;

    private final JdbcClient reads;
    private final Writes writes;

    public LedgerFindings(JdbcClient reads, Writes writes) {
        this.reads = reads;
        this.writes = writes;
    }

    /** A finding as it is kept. */
    public record Kept(String id, Finding finding, Instant foundAt) {}

    /** Keeps those that are not known yet, and gives them. */
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

    /** How many nobody has looked into. */
    public long count() {
        return reads.sql("SELECT COUNT(*) FROM ledger_finding")
                .query(Long.class)
                .single();
    }

    /** Sorted by when they were found. */
    public Page<Kept> list(PageRequest request) {
        Conditions conditions = new Conditions();
        request.from()
                .ifPresent(from -> conditions.and(
                        "(found_at, id) " + request.comparison() + " (?, ?)",
                        from.time().toEpochMilli(),
                        from.key()));
        return request.cut(reads.sql("SELECT * FROM ledger_finding " + conditions.where() + " ORDER BY found_at "
                        + request.direction() + ", id " + request.direction() + " LIMIT " + request.fetch())
                .params(conditions.parameters())
                .query((row, number) -> read(row))
                .list());
    }

    /** Where a finding stands in the list. */
    public static Position position(Kept kept) {
        return new Position(kept.foundAt(), kept.id());
    }

    /** Somebody has looked into it. False when there is none with this id. */
    public boolean forget(String id) {
        return writes.write(sql -> sql.sql("DELETE FROM ledger_finding WHERE id = ?")
                        .param(id)
                        .update())
                > 0;
    }

    private static Kept read(ResultSet row) throws SQLException {
        @Nullable String run = row.getString("producer_run");
        Optional<Range> sequences = run == null
                ? Optional.empty()
                : Optional.of(new Range(row.getLong("first_sequence"), row.getLong("last_sequence")));
        return new Kept(
                row.getString("id"),
                new Finding(
                        Kind.of(row.getString("kind")),
                        new Subject(
                                Optional.ofNullable(row.getString("application_id"))
                                        .map(ApplicationId::new),
                                Optional.ofNullable(row.getString("event_id")).map(EventId::new),
                                Optional.ofNullable(row.getString("destination_id"))
                                        .map(DestinationId::new),
                                Optional.ofNullable(run),
                                sequences),
                        row.getString("detail")),
                Instant.ofEpochMilli(row.getLong("found_at")));
    }
}
