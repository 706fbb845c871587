package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.InsertRows;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.RowParameters;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.StoredValues;
import dev.sealpost.database.WriterSession;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Table {@code event}. Each event is inserted once. */
public final class EventRows {

    private static final InsertRows.Table TABLE = new InsertRows.Table(
            "event",
            List.of("id"),
            List.of(
                    "application_id",
                    "type",
                    "uid",
                    "channels",
                    "tags",
                    "content_type",
                    "payload",
                    "created_at",
                    "broker_message_id",
                    "producer_run",
                    "producer_sequence",
                    "destinations",
                    "expires_at",
                    "trace",
                    "strayed_at",
                    "hops"));
    private static final EventType UNREADABLE = new EventType("unreadable");
    private static final InsertRows<Accepted> INSERT = new InsertRows<>(TABLE, new EventRow());
    private static final String FIND =
            "SELECT application_id, payload, payload_removed_at, broker_message_id, destinations FROM event WHERE id = ?";

    private static final String INSERT_PERIOD =
            "INSERT INTO payload_period (event_id, until) VALUES (?, ?) ON CONFLICT DO NOTHING";

    private EventRows() {}

    /**
     * Event as received from the broker.
     *
     * @param destinations ids of the destinations, separated by spaces
     */
    public record NewRow(Event event, Optional<ProducerStamp> stamp, long brokerMessageId, String destinations) {}

    /**
     * Stored part of an event.
     *
     * @param payload empty if it was removed
     */
    public record Kept(
            ApplicationId application, Optional<Payload> payload, long brokerMessageId, String destinations) {}

    /** Stores the retention of the payload of a new event, if it has its own. */
    public static void insertPeriod(WriterSession session, Event event) throws SQLException {
        if (event.content().period().isPresent()) {
            Instant until = event.content().period().get().end(event.time());
            session.update(INSERT_PERIOD, event.id().value(), until.toEpochMilli());
        }
    }

    /**
     * Inserts the rows; returns for each whether it is new. None is when another node has changed what the snapshots show.
     *
     * @param version {@link Snapshots#version} from before the destinations were determined
     */
    public static boolean[] insert(WriterSession session, List<NewRow> rows, Instant now, long version)
            throws SQLException {
        Acceptance acceptance = Acceptance.at(now);
        List<Accepted> accepted = new ArrayList<>(rows.size());
        for (NewRow row : rows) {
            accepted.add(new Accepted(
                    row, acceptance.contains(row.event().id()) ? Optional.empty() : Optional.of(now.toEpochMilli())));
        }
        return INSERT.insertAtVersion(session, accepted, version);
    }

    /** @param strayedAt time of acceptance in ms since 1970 if the id does not contain it */
    private record Accepted(NewRow row, Optional<Long> strayedAt) {}

    private static final class EventRow implements InsertRows.RowMapping<Accepted> {

        @Override
        public List<Object> key(Accepted accepted) {
            return List.of(accepted.row().event().id().value());
        }

        @Override
        public void bind(RowParameters to, Accepted accepted) throws SQLException {
            NewRow row = accepted.row();
            Event event = row.event();
            Labels labels = event.labels();
            Content content = event.content();
            to.text(event.id().value())
                    .text(event.application().value())
                    .text(labels.type().name())
                    .text(labels.uid())
                    .text(Optional.ofNullable(JsonColumns.text(labels.channels())))
                    .text(Optional.ofNullable(JsonColumns.text(labels.tags())))
                    .text(content.type())
                    .bytes(content.payload().bytes())
                    .number(event.time().toEpochMilli())
                    .number(row.brokerMessageId())
                    .text(row.stamp().map(ProducerStamp::run))
                    .number(row.stamp().map(ProducerStamp::sequence))
                    .text(row.destinations())
                    .number(event.expiresAt().map(Instant::toEpochMilli))
                    .text(content.trace().map(TraceContext::text))
                    .number(accepted.strayedAt())
                    .text(content.hops().map(Hops::text));
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
        try (ResultSet row = session.bind(FIND, id.value()).executeQuery()) {
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

    /**
     * Reads an event from a row with the columns of this table, {@code id} named {@code event_id}.
     *
     * @throws IllegalStateException if a column has an invalid value
     */
    public static Event read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        Event event = read(row, values, new Payload(row.getBytes("payload")));
        if (values.fault().isPresent()) {
            throw new IllegalStateException(values.fault().get());
        }
        return event;
    }

    /** Reads an event for display: replaces unreadable values, and logs the row. */
    static Event shown(ResultSet row, Payload payload) throws SQLException {
        StoredValues values = new StoredValues(row);
        Event event = read(row, values, payload);
        values.logFault(TABLE.name(), event.id().value());
        return event;
    }

    private static Event read(ResultSet row, StoredValues values, Payload payload) throws SQLException {
        String type = values.text("type");
        Labels labels = new Labels(
                values.read("type", () -> new EventType(type), UNREADABLE),
                values.optional("uid"),
                values.list("channels", Function.identity()),
                values.list("tags", Function.identity()));
        return new Event(
                new EventId(row.getString("event_id")),
                new ApplicationId(row.getString("application_id")),
                values.time("created_at"),
                labels,
                new Content(values.text("content_type"), payload, values.optionalTime("expires_at"))
                        .in(values.optional("trace").flatMap(TraceContext::parse))
                        .through(values.optional("hops").flatMap(Hops::parse)));
    }
}
