package dev.sealpost.replay;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.LeaseHolder;
import dev.sealpost.database.Leases;
import dev.sealpost.database.Position;
import dev.sealpost.database.StoredValues;
import dev.sealpost.event.EventTypePattern;
import dev.sealpost.replay.Replay.Kind;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.Progress;
import dev.sealpost.replay.Replay.ReplayRequest;
import dev.sealpost.replay.Replay.ReplayState;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.replay.Replay.Status;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes the table {@code replay}. Leases use the database's clock. */
public final class ReplayRows {

    private static final String TABLE = "replay";

    /** Long enough for a busy node, short enough for a waiting operator. */
    static final Duration LEASE = Duration.ofSeconds(30);

    private static final String INSERT = """
            INSERT INTO replay (id, kind, application_id, destination_id, outcomes, event_types, reason, since, until,
                status, looked_at, sent, passed_over, created_at, updated_at, lease_until)
            VALUES (:id, :kind, :application, :destination, :outcomes, :types, :reason, :since, :until, 'running', 0, 0,
                0, :now, :now, 0)
            ON CONFLICT DO NOTHING
            """;
    private static final String ADVANCE = """
            UPDATE replay SET cursor_time = :time, cursor_key = :key, looked_at = :looked, sent = :sent,
                passed_over = :passed, status = :status, note = :note, updated_at = :now,
                %s
            WHERE id = :id AND owner = :owner AND status = 'running'
            """;

    static final Leases.Table LEASED =
            new Leases.Table(TABLE, "id", "owner", "lease_until", "status = 'running'", LEASE.multipliedBy(10));

    private final Leases leases;
    private final String owner;

    public ReplayRows(LeaseHolder node) {
        this(new Leases(LEASED, node), node.name());
    }

    ReplayRows(Leases leases, String owner) {
        this.leases = leases;
        this.owner = owner;
    }

    /** Inserts a replay; does nothing when the id exists. */
    static void insert(JdbcClient sql, Replay.Id id, ReplayRequest order, Instant now) {
        Selection selection = order.selection();
        sql.sql(INSERT)
                .param("id", id.value())
                .param("kind", order.kind().word())
                .param(
                        "application",
                        order.application().map(ApplicationId::value).orElse(null))
                .param(
                        "destination",
                        order.destination().map(DestinationId::value).orElse(null))
                .param(
                        "outcomes",
                        JsonColumns.text(selection.outcomes().stream()
                                .map(Outcome::word)
                                .sorted()
                                .toList()))
                .param(
                        "types",
                        JsonColumns.text(selection.types().stream()
                                .map(EventTypePattern::expression)
                                .toList()))
                .param("reason", selection.reason().orElse(null))
                .param("since", selection.since().toEpochMilli())
                .param("until", selection.until().toEpochMilli())
                .param("now", now.toEpochMilli())
                .update();
    }

    /** Returns running replays not leased by other nodes, oldest first. */
    public List<Replay> free(JdbcClient sql, int most) {
        return sql
                .sql("SELECT * FROM replay WHERE " + leases.isFree(LEASE) + " ORDER BY created_at, id LIMIT " + most)
                .params(leases.parameters(owner))
                .query((row, number) -> readable(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Reads a row; an unreadable replay is skipped. */
    private static Optional<Replay> readable(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        Replay replay = read(row, values);
        values.logFault(TABLE, replay.id().value());
        return values.fault().isEmpty() ? Optional.of(replay) : Optional.empty();
    }

    /** Saves the progress and renews the lease. Returns false when another node has the lease, or the replay was cancelled. */
    boolean advance(JdbcClient sql, Replay replay, Instant time) {
        Progress progress = replay.progress();
        return sql.sql(ADVANCE.formatted(leases.extension(LEASE)))
                        .param(
                                "time",
                                progress.cursor()
                                        .map(cursor -> cursor.time().toEpochMilli())
                                        .orElse(null))
                        .param("key", progress.cursor().map(Position::key).orElse(null))
                        .param("looked", progress.examined())
                        .param("sent", progress.sent())
                        .param("passed", progress.skipped())
                        .param("status", replay.state().status().word())
                        .param("note", replay.state().note().orElse(null))
                        .param("now", time.toEpochMilli())
                        .param("id", replay.id().value())
                        .param("owner", owner)
                        .update()
                > 0;
    }

    static int deleteEndedBefore(JdbcClient sql, Instant time) {
        return sql.sql("DELETE FROM replay WHERE status <> 'running' AND updated_at < ?")
                .param(time.toEpochMilli())
                .update();
    }

    /** Reads a row for display; unreadable values are replaced, and the note says so. */
    static Replay shown(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        Replay replay = read(row, values);
        return values.fault()
                .map(fault ->
                        replay.noted(replay.state().status(), "stopped: its stored row cannot be read (" + fault + ")"))
                .orElse(replay);
    }

    private static Replay read(ResultSet row, StoredValues values) throws SQLException {
        String kind = values.text("kind");
        String status = values.text("status").toUpperCase(Locale.ROOT);
        return new Replay(
                new Replay.Id(values.text("id")),
                new ReplayRequest(
                        values.read("kind", () -> Kind.of(kind), Kind.REPLAY),
                        values.optional("application_id").map(ApplicationId::new),
                        values.optional("destination_id").map(DestinationId::new),
                        selection(values)),
                new Progress(cursor(values), row.getLong("looked_at"), row.getLong("sent"), row.getLong("passed_over")),
                new ReplayState(
                        values.read("status", () -> Status.valueOf(status), Status.FAILED),
                        values.optional("note"),
                        values.time("created_at"),
                        values.time("updated_at")));
    }

    private static Selection selection(StoredValues values) throws SQLException {
        return new Selection(
                Set.copyOf(values.list("outcomes", word -> Outcome.valueOf(word.toUpperCase(Locale.ROOT)))),
                values.list("event_types", EventTypePattern::new),
                values.optional("reason"),
                values.time("since"),
                values.time("until"));
    }

    private static Optional<Position> cursor(StoredValues values) throws SQLException {
        Optional<String> key = values.optional("cursor_key");
        return key.isEmpty() ? Optional.empty() : Optional.of(new Position(values.time("cursor_time"), key.get()));
    }
}
