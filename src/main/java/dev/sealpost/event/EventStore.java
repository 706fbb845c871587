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

/** Reads the events in the database. */
@Component
public class EventStore {

    /** Maximum total size of the payloads of a page in bytes, whatever its limit of events. */
    static final long LARGEST_PAGE = 8L << 20;

    private static final String LABELS =
            "id AS event_id, application_id, created_at, type, uid, channels, tags, content_type, expires_at,"
                    + " trace, hops, payload_removed_at";
    private static final Payload NO_CONTENT = new Payload(new byte[] {'{', '}'});

    private final JdbcClient reads;

    public EventStore(JdbcClient reads) {
        this.reads = reads;
    }

    /**
     * Selection of events to list.
     *
     * @param narrowing further condition; empty: none
     */
    public record EventQuery(LabelFilter labels, TimeSpan span, boolean withContent, Optional<Narrowing> narrowing) {

        public EventQuery(LabelFilter labels, TimeSpan span, boolean withContent) {
            this(labels, span, withContent, Optional.empty());
        }

        private boolean selectsAll() {
            return labels.equals(LabelFilter.ALL) && narrowing.isEmpty();
        }
    }

    /** Further condition on the table {@code event}, which no index supports. */
    @FunctionalInterface
    public interface Narrowing {
        void limit(Conditions conditions);
    }

    /**
     * Filter by labels.
     *
     * @param types empty: every type
     */
    public record LabelFilter(List<String> types, Optional<String> channel, Optional<String> tag) {

        /** Every event. */
        public static final LabelFilter ALL = new LabelFilter(List.of(), Optional.empty(), Optional.empty());

        public LabelFilter {
            types = List.copyOf(types);
        }

        /** Adds conditions on the table {@code event}. */
        public void limit(Conditions conditions) {
            conditions.andIn("type", types);
            channel.ifPresent(name -> conditions.andListed("channels", name));
            tag.ifPresent(name -> conditions.andListed("tags", name));
        }
    }

    /** Span between two instants, both exclusive. */
    public record TimeSpan(Optional<Instant> after, Optional<Instant> before) {

        public void limit(Conditions conditions, String column) {
            after.ifPresent(time -> conditions.and(column + " > ?", time.toEpochMilli()));
            before.ifPresent(time -> conditions.and(column + " < ?", time.toEpochMilli()));
        }
    }

    public Optional<Event> find(ApplicationId application, EventId id) {
        return find("id = ?", id.value(), application);
    }

    /** Finds the latest event with this uid. */
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
        return isRemoved ? event.with(Content.REMOVED) : event;
    }

    /**
     * Lists events by time. Without content, every payload is {@code {}}. A page with fewer events than its limit is not
     * necessarily the last.
     */
    public Page<Event> list(ApplicationId application, EventQuery query, PageRequest request) {
        Optional<Position> scanEnd = scanEnd(application, query, request);
        List<Optional<Listed>> fetched = headers(application, query, request, scanEnd);
        Page<Listed> cut = ReadableRows.present(request.cut(
                fetched, query.withContent() ? Math.min(request.limit(), countThatFits(fetched)) : request.limit()));
        Page<Listed> page = scanEnd.isPresent() && !cut.more() ? BoundedWalk.ended(cut) : cut;
        if (!query.withContent()) {
            return page.map(Listed::event);
        }
        Map<String, Payload> payloads = payloads(page.items());
        return page.map(listed -> {
            Event event = listed.event();
            if (listed.isRemoved()) {
                return with(event, true);
            }
            // Retention may have removed the payload meanwhile.
            Payload payload = payloads.getOrDefault(event.id().value(), NO_CONTENT);
            Content content = event.content();
            return event.with(new Content(content.type(), payload, content.expiresAt())
                    .in(content.trace())
                    .through(content.hops()));
        });
    }

    /** Returns the position of an event in a list. */
    public static Position position(Event event) {
        return new Position(event.time(), event.id().value());
    }

    private record Listed(Event event, long size, boolean isRemoved) {}

    /** Builds the conditions that an index supports: application, time and start of the page. */
    private static Conditions place(ApplicationId application, EventQuery query, PageRequest request) {
        Conditions conditions = new Conditions().and("application_id = ?", application.value());
        query.span().limit(conditions, "created_at");
        request.from().ifPresent(from -> beyond(conditions, request, from));
        return conditions;
    }

    private static void beyond(Conditions conditions, PageRequest request, Position from) {
        conditions.and(
                "(created_at, id) " + request.comparison() + " (?, ?)",
                from.time().toEpochMilli(),
                from.key());
    }

    /** Finds the first event beyond the range that one request may scan; empty if there is none. */
    private Optional<Position> scanEnd(ApplicationId application, EventQuery query, PageRequest request) {
        if (query.selectsAll()) {
            return Optional.empty();
        }
        Conditions conditions = place(application, query, request);
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
            ApplicationId application, EventQuery query, PageRequest request, Optional<Position> scanEnd) {
        Conditions conditions = place(application, query, request);
        scanEnd.ifPresent(end -> conditions.and(
                "(created_at, id) " + request.oppositeComparison() + " (?, ?)",
                end.time().toEpochMilli(),
                end.key()));
        query.labels().limit(conditions);
        query.narrowing().ifPresent(narrowing -> narrowing.limit(conditions));
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
