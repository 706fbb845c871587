package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.WriterSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table {@code event}: an event is inserted once. */
public final class EventRows {

    private static final String INSERT = """
            INSERT INTO event (id, application_id, type, uid, channels, tags, content_type, payload, created_at,
                broker_message_id, producer_run, producer_sequence, destinations, expires_at, trace,
                strayed_at, hops)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;
    private static final String FIND =
            "SELECT application_id, payload, payload_removed_at, broker_message_id, destinations FROM event WHERE id = ?";

    private EventRows() {}

    /**
     * An event as it came from the broker.
     *
     * @param destinations their ids, separated by spaces
     */
    public record NewRow(Event event, Optional<ProducerStamp> stamp, long brokerMessageId, String destinations) {}

    /**
     * What is kept of an event.
     *
     * @param payload empty when it was removed
     */
    public record Kept(
            ApplicationId application, Optional<Payload> payload, long brokerMessageId, String destinations) {}

    /** Says of each whether it is new. */
    public static boolean[] insert(WriterSession session, List<NewRow> rows, Instant now) throws SQLException {
        PreparedStatement statement = session.prepare(INSERT);
        Acceptance acceptance = Acceptance.at(now);
        for (NewRow row : rows) {
            bind(statement, row);
            if (acceptance.isToldBy(row.event().id())) {
                statement.setNull(16, Types.BIGINT);
            } else {
                statement.setLong(16, now.toEpochMilli());
            }
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        boolean[] isNew = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            isNew[i] = counts[i] > 0;
        }
        return isNew;
    }

    private static void bind(PreparedStatement statement, NewRow row) throws SQLException {
        Event event = row.event();
        Labels labels = event.labels();
        statement.setString(1, event.id().value());
        statement.setString(2, event.application().value());
        statement.setString(3, labels.type().name());
        bindText(statement, 4, labels.uid().orElse(null));
        bindText(statement, 5, JsonColumns.text(labels.channels()));
        bindText(statement, 6, JsonColumns.text(labels.tags()));
        statement.setString(7, event.content().type());
        statement.setBytes(8, event.payload().bytes());
        statement.setLong(9, event.time().toEpochMilli());
        statement.setLong(10, row.brokerMessageId());
        bindText(statement, 11, row.stamp().map(ProducerStamp::run).orElse(null));
        if (row.stamp().isPresent()) {
            statement.setLong(12, row.stamp().get().sequence());
        } else {
            statement.setNull(12, Types.BIGINT);
        }
        statement.setString(13, row.destinations());
        bindTime(statement, 14, event.expiresAt());
        bindText(statement, 15, event.content().trace().map(TraceContext::text).orElse(null));
        bindText(statement, 17, event.content().hops().map(Hops::text).orElse(null));
    }

    private static void bindText(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, text);
        }
    }

    /** Binds milliseconds since 1970, or NULL. */
    public static void bindTime(PreparedStatement statement, int index, Optional<Instant> time) throws SQLException {
        if (time.isPresent()) {
            statement.setLong(index, time.get().toEpochMilli());
        } else {
            statement.setNull(index, Types.BIGINT);
        }
    }

    public static Optional<Kept> find(WriterSession session, EventId id) throws SQLException {
        PreparedStatement statement = session.prepare(FIND);
        statement.setString(1, id.value());
        try (ResultSet row = statement.executeQuery()) {
            return row.next()
                    ? Optional.of(new Kept(
                            new ApplicationId(row.getString("application_id")),
                            row.getObject("payload_removed_at") == null
                                    ? Optional.of(new Payload(row.getBytes("payload")))
                                    : Optional.empty(),
                            row.getLong("broker_message_id"),
                            row.getString("destinations")))
                    : Optional.empty();
        }
    }

    /** Reads an event from a row with the columns of this table, {@code id} named {@code event_id}. */
    public static Event read(ResultSet row) throws SQLException {
        return read(row, new Payload(row.getBytes("payload")));
    }

    /** The same without the column {@code payload}. */
    static Event read(ResultSet row, Payload payload) throws SQLException {
        Labels labels = new Labels(
                new EventType(row.getString("type")),
                Optional.ofNullable(row.getString("uid")),
                JsonColumns.list(row.getString("channels")),
                JsonColumns.list(row.getString("tags")));
        return new Event(
                new EventId(row.getString("event_id")),
                new ApplicationId(row.getString("application_id")),
                Instant.ofEpochMilli(row.getLong("created_at")),
                labels,
                new Content(row.getString("content_type"), payload, expiresAt(row))
                        .in(Optional.ofNullable(row.getString("trace")).flatMap(TraceContext::parse))
                        .through(Optional.ofNullable(row.getString("hops")).flatMap(Hops::parse)));
    }

    private static Optional<Instant> expiresAt(ResultSet row) throws SQLException {
        long time = row.getLong("expires_at");
        return row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
    }
}
