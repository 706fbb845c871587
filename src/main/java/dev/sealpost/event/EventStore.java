package dev.sealpost.event;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.BoundedWalk;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.ReadableRows;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The events that were accepted into the database, for reading. */
@Component
public class EventStore {

    /** A page ends before its payloads are larger than this together, however many events were asked for. */
    static final long LARGEST_PAGE = 8L << 20;

    private static final String LABELS =
            "id AS event_id, application_id, created_at, type, uid, channels, tags, content_type, expires_at,"
                    + " trace, hops, payload_removed_at";
    private static final Payload NO_CONTENT = new Payload(new byte[] {'{', '}'});

    private final JdbcClient reads;

    public EventStore(JdbcClient reads) {
        this.reads = reads;
    }

    /** Which events to list. */
    public record Wanted(Labelled labelled, TimeSpan span, boolean withContent) {}

    /**
     * Events by their labels.
     *
     * @param types empty: every type
     */
    public record Labelled(List<String> types, Optional<String> channel, Optional<String> tag) {

        /** Every event. */
        public static final Labelled ANYHOW = new Labelled(List.of(), Optional.empty(), Optional.empty());

        public Labelled {
            types = List.copyOf(types);
        }

        /** On the columns of the table {@code event}. */
        public void limit(Conditions conditions) {
            conditions.andIn("type", types);
            channel.ifPresent(name -> conditions.andListed("channels", name));
            tag.ifPresent(name -> conditions.andListed("tags", name));
        }
    }

    /** Between two instants, without them. */
    public record TimeSpan(Optional<Instant> after, Optional<Instant> before) {

        public void limit(Conditions conditions, String column) {
            after.ifPresent(time -> conditions.and(column + " > ?", time.toEpochMilli()));
            before.ifPresent(time -> conditions.and(column + " < ?", time.toEpochMilli()));
        }
    }

    public Optional<Event> find(ApplicationId application, EventId id) {
        return find("id = ?", id.value(), application);
    }

    /** The latest event with this id of the producer's. */
    public Optional<Event> findByUid(ApplicationId application, String uid) {
        return find("uid = ?", uid, application);
    }

    private Optional<Event> find(String condition, String value, ApplicationId application) {
        return reads.sql("SELECT " + LABELS + ", payload FROM event WHERE " + condition
                        + " AND application_id = ? ORDER BY created_at DESC LIMIT 1")
                .params(value, application.value())
                .query((row, number) ->
                        with(EventRows.shown(row, new Payload(row.getBytes("payload"))), isRemoved(row)))
                .optional();
    }

    private static boolean isRemoved(ResultSet row) throws SQLException {
        return row.getObject("payload_removed_at") != null;
    }

    private static Event with(Event event, boolean isRemoved) {
        return isRemoved
                ? new Event(event.id(), event.application(), event.time(), event.labels(), Content.REMOVED)
                : event;
    }

    /** Sorted by time. Without content every payload is {@code {}}. A page may have fewer events than its limit and yet go on. */
    public Page<Event> list(ApplicationId application, Wanted wanted, PageRequest request) {
        Optional<Position> horizon = horizon(application, wanted, request);
        List<Optional<Listed>> fetched = headers(application, wanted, request, horizon);
        Page<Listed> found = ReadableRows.present(request.cut(
                fetched, wanted.withContent() ? Math.min(request.limit(), countThatFits(fetched)) : request.limit()));
        Page<Listed> page = horizon.isPresent() && !found.more() ? BoundedWalk.ended(found) : found;
        if (!wanted.withContent()) {
            return page.map(Listed::event);
        }
        Map<String, Payload> payloads = payloads(page.items());
        return page.map(listed -> {
            Event event = listed.event();
            if (listed.isRemoved()) {
                return with(event, true);
            }
            // Retention may have taken it in between.
            Payload payload = payloads.getOrDefault(event.id().value(), NO_CONTENT);
            return new Event(
                    event.id(),
                    event.application(),
                    event.time(),
                    event.labels(),
                    new Content(event.content().type(), payload, event.expiresAt())
                            .in(event.content().trace())
                            .through(event.content().hops()));
        });
    }

    /** Where an event stands in a list. */
    public static Position position(Event event) {
        return new Position(event.time(), event.id().value());
    }

    private record Listed(Event event, long size, boolean isRemoved) {}

    /** All that an index finds: the application, the time, and what comes after the page before. */
    private static Conditions place(ApplicationId application, Wanted wanted, PageRequest request) {
        Conditions conditions = new Conditions().and("application_id = ?", application.value());
        wanted.span().limit(conditions, "created_at");
        request.from().ifPresent(from -> beyond(conditions, request, from));
        return conditions;
    }

    private static void beyond(Conditions conditions, PageRequest request, Position from) {
        conditions.and(
                "(created_at, id) " + request.comparison() + " (?, ?)",
                from.time().toEpochMilli(),
                from.key());
    }

    /** The first event that is too far away for this request; empty when all may be looked at. */
    private Optional<Position> horizon(ApplicationId application, Wanted wanted, PageRequest request) {
        if (wanted.labelled().equals(Labelled.ANYHOW)) {
            return Optional.empty();
        }
        Conditions conditions = place(application, wanted, request);
        return reads.sql("SELECT created_at, id FROM event " + conditions.where() + order(request) + " LIMIT 1 OFFSET "
                        + BoundedWalk.MOST)
                .params(conditions.parameters())
                .query((row, number) ->
                        new Position(Instant.ofEpochMilli(row.getLong("created_at")), row.getString("id")))
                .optional();
    }

    private static String order(PageRequest request) {
        return " ORDER BY created_at " + request.direction() + ", id " + request.direction();
    }

    private List<Optional<Listed>> headers(
            ApplicationId application, Wanted wanted, PageRequest request, Optional<Position> horizon) {
        Conditions conditions = place(application, wanted, request);
        horizon.ifPresent(end -> conditions.and(
                "(created_at, id) " + request.oppositeComparison() + " (?, ?)",
                end.time().toEpochMilli(),
                end.key()));
        wanted.labelled().limit(conditions);
        return reads.sql("SELECT " + LABELS + ", length(payload) AS size FROM event " + conditions.where()
                        + order(request) + " LIMIT " + request.fetch())
                .params(conditions.parameters())
                .query((row, number) -> ReadableRows.read(row, "event", "event_id", EventStore::listed))
                .list();
    }

    private static Listed listed(ResultSet row) throws SQLException {
        return new Listed(EventRows.shown(row, NO_CONTENT), row.getLong("size"), isRemoved(row));
    }

    private static int countThatFits(List<Optional<Listed>> fetched) {
        long size = 0;
        int count = 0;
        for (Optional<Listed> listed : fetched) {
            size += listed.map(Listed::size).orElse(0L);
            if (count > 0 && size > LARGEST_PAGE) {
                break;
            }
            count++;
        }
        return count;
    }

    private Map<String, Payload> payloads(List<Listed> listed) {
        Map<String, Payload> payloads = new HashMap<>();
        if (!listed.isEmpty()) {
            Conditions conditions = new Conditions()
                    .andIn(
                            "id",
                            listed.stream()
                                    .map(each -> each.event().id().value())
                                    .toList());
            reads.sql("SELECT id, payload FROM event " + conditions.where())
                    .params(conditions.parameters())
                    .query(row -> {
                        payloads.put(row.getString("id"), new Payload(row.getBytes("payload")));
                    });
        }
        return payloads;
    }
}
