package dev.sealpost.history;

import dev.sealpost.database.BoundedWalk;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Database;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.StoredValues;
import dev.sealpost.delivery.Attempted.Answer;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.delivery.FailedRun;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore.LabelFilter;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.history.AttemptRecord.StoredOutcome;
import dev.sealpost.history.AttemptRecord.Timing;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Queries recorded attempts. */
@Component
public class AttemptLog {

    /** Old rows have no URL; they show the endpoint's current one. */
    private static final String COLUMNS = "SELECT a.*, COALESCE(a.url, e.url) AS called_url ";

    private static final String ENDPOINT = " LEFT JOIN endpoint e ON e.id = a.destination_id ";

    private static final String ORDER = ".started_at, a.event_id, a.destination_id, a.cycle, a.number";
    /** Same order as {@link #ORDER}. */
    private static final Comparator<AttemptRecord> IN_ORDER = Comparator.comparing(
                    (AttemptRecord attempt) -> attempt.timing().startedAt())
            .thenComparing(attempt -> attempt.key().event().value())
            .thenComparing(attempt -> attempt.key().destination().value())
            .thenComparing(attempt -> attempt.attemptKey().cycle())
            .thenComparing(attempt -> attempt.attemptKey().number());

    private static final String SEPARATOR = " ";
    private static final int KEY_PARTS = 4;
    private static final EventId UNREADABLE = new EventId("unreadable");

    private final JdbcClient reads;
    private final List<AttemptSource> unlisted;
    private final List<AttemptSource> listed;

    AttemptLog(JdbcClient reads, Database database) {
        this.reads = reads;
        this.unlisted = AttemptSource.unlisted(database.dialect());
        this.listed = AttemptSource.listed(database.dialect());
    }

    /**
     * Filter of a list of attempts.
     *
     * @param labelled labels of the attempts' events
     */
    public record AttemptQuery(
            Optional<EventId> event,
            Optional<DestinationId> destination,
            LabelFilter labelled,
            Ended ended,
            TimeSpan span) {}

    /**
     * Filter by outcome.
     *
     * @param succeeded empty: all
     * @param statusClass 200 for 200 to 299 and so on, 0 for no response; empty: all
     */
    public record Ended(Optional<Boolean> succeeded, Optional<Integer> statusClass) {

        /** Every attempt. */
        public static final Ended ANY = new Ended(Optional.empty(), Optional.empty());

        private void limit(Conditions conditions) {
            succeeded.ifPresent(success -> conditions.and(success ? "a.outcome = ?" : "a.outcome <> ?", "succeeded"));
            statusClass.ifPresent(first -> {
                if (first == 0) {
                    conditions.and("a.status IS NULL");
                } else {
                    conditions.and("a.status BETWEEN ? AND ?", first, first + 99);
                }
            });
        }
    }

    /** Lists attempts, sorted by start time. */
    public Page<AttemptRecord> list(AttemptQuery wanted, PageRequest request) {
        if (wanted.event().isPresent()) {
            return request.cut(fetch(AttemptSource.ALL, request, conditions(AttemptSource.ALL, wanted, request)));
        }
        Optional<Long> horizon = horizon(wanted, request);
        // Unlisted first: a row listed in between is then seen twice instead of missed.
        List<AttemptRecord> merged = List.of();
        for (AttemptSource source :
                Stream.concat(unlisted.stream(), listed.stream()).toList()) {
            merged = merge(merged, fetch(source, request, within(horizon, source, wanted, request)), request);
        }
        Page<AttemptRecord> found = request.cut(merged);
        return horizon.isPresent() && !found.more() ? BoundedWalk.ended(found) : found;
    }

    /** Returns the start time of the first listed attempt beyond the search limit; empty when there is no limit. */
    private Optional<Long> horizon(AttemptQuery wanted, PageRequest request) {
        if (wanted.labelled().equals(LabelFilter.ALL) && wanted.ended().equals(Ended.ANY)) {
            return Optional.empty();
        }
        return listed.stream()
                .flatMap(source -> horizon(source, wanted, request).stream())
                .min(request.directed(Comparator.<Long>naturalOrder()));
    }

    private Optional<Long> horizon(AttemptSource source, AttemptQuery wanted, PageRequest request) {
        Conditions indexed = indexed(source, wanted, request).and(source.condition());
        String time = source.index() + ".started_at";
        return reads.sql("SELECT " + time + " " + source.from() + " " + indexed.where() + " ORDER BY " + time + " "
                        + request.direction() + " LIMIT 1 OFFSET " + BoundedWalk.MOST)
                .params(indexed.parameters())
                .query(Long.class)
                .optional();
    }

    private static Conditions within(
            Optional<Long> horizon, AttemptSource source, AttemptQuery wanted, PageRequest request) {
        Conditions conditions = conditions(source, wanted, request).and(source.condition());
        horizon.ifPresent(
                end -> conditions.and(source.index() + ".started_at " + request.oppositeComparison() + "= ?", end));
        return conditions;
    }

    private static List<AttemptRecord> merge(
            List<AttemptRecord> some, List<AttemptRecord> others, PageRequest request) {
        if (some.isEmpty()) {
            return others;
        }
        SortedSet<AttemptRecord> merged = new TreeSet<>(request.directed(IN_ORDER));
        merged.addAll(some);
        merged.addAll(others);
        return merged.stream().limit(request.fetch()).toList();
    }

    private static Conditions conditions(AttemptSource source, AttemptQuery wanted, PageRequest request) {
        Conditions conditions = indexed(source, wanted, request);
        limit(conditions, wanted.labelled());
        wanted.ended().limit(conditions);
        return conditions;
    }

    /** Returns the conditions that an index covers: owner, time span and page position. */
    private static Conditions indexed(AttemptSource source, AttemptQuery wanted, PageRequest request) {
        Conditions conditions = new Conditions();
        String index = source.index();
        wanted.event().ifPresent(event -> conditions.and("a.event_id = ?", event.value()));
        wanted.destination()
                .ifPresent(destination -> conditions.and(index + ".destination_id = ?", destination.value()));
        wanted.span().limit(conditions, index + ".started_at");
        request.from().ifPresent(from -> beyond(conditions, index, request, from));
        return conditions;
    }

    private List<AttemptRecord> fetch(AttemptSource source, PageRequest request, Conditions conditions) {
        String order = source.index() + ORDER.replace(",", " " + request.direction() + ",") + " " + request.direction();
        return reads.sql(COLUMNS + source.from() + ENDPOINT + conditions.where() + " ORDER BY " + order + " LIMIT "
                        + request.fetch())
                .params(conditions.parameters())
                .query((row, number) -> read(row))
                .list();
    }

    /** Adds the label conditions, which look up the event of each attempt; none if every label matches. */
    private static void limit(Conditions conditions, LabelFilter labelled) {
        if (!labelled.equals(LabelFilter.ALL)) {
            Conditions ofEvent = new Conditions().and("event.id = a.event_id");
            labelled.limit(ofEvent);
            conditions.and(
                    "EXISTS (SELECT 1 FROM event " + ofEvent.where() + ")",
                    ofEvent.parameters().toArray());
        }
    }

    /** Returns the position of an attempt in a list. */
    public static Position position(AttemptRecord attempt) {
        return new Position(
                attempt.timing().startedAt(),
                String.join(
                        SEPARATOR,
                        attempt.key().event().value(),
                        Integer.toString(attempt.attemptKey().cycle()),
                        Integer.toString(attempt.attemptKey().number()),
                        // Last, because the id of a route may contain spaces.
                        attempt.key().destination().value()));
    }

    private static void beyond(Conditions conditions, String index, PageRequest request, Position from) {
        String[] key = from.key().split(SEPARATOR, KEY_PARTS);
        if (key.length < KEY_PARTS) {
            throw new IllegalArgumentException("the iterator belongs to another list");
        }
        conditions.and(
                "(" + index + ORDER + ") " + request.comparison() + " (?, ?, ?, ?, ?)",
                from.time().toEpochMilli(),
                key[0],
                key[3],
                Integer.parseInt(key[1]),
                Integer.parseInt(key[2]));
    }

    /** Finds an attempt of an event by its id. */
    public Optional<AttemptRecord> find(EventId event, String id) {
        // Ids are derived, not stored: computes those of all attempts of the event, then loads the match.
        return reads
                .sql("SELECT destination_id, cycle, number FROM attempt WHERE event_id = ?")
                .param(event.value())
                .query((row, number) -> new Key(
                        event,
                        new DestinationId(row.getString("destination_id")),
                        row.getInt("cycle"),
                        row.getInt("number")))
                .list()
                .stream()
                .filter(indexed -> indexed.id().equals(id))
                .findFirst()
                .flatMap(this::fetch);
    }

    private record Key(EventId event, DestinationId destination, int cycle, int number) {

        String id() {
            return AttemptRecord.id(new DeliveryKey(event, destination), cycle, number);
        }
    }

    private Optional<AttemptRecord> fetch(Key indexed) {
        return reads.sql(COLUMNS + AttemptSource.ALL.from() + ENDPOINT
                        + "WHERE a.event_id = ? AND a.destination_id = ? AND a.cycle = ? AND a.number = ?")
                .params(indexed.event().value(), indexed.destination().value(), indexed.cycle(), indexed.number())
                .query((row, number) -> read(row))
                .optional();
    }

    /** Reads a row; unreadable values are replaced, and the log names the row. */
    private static AttemptRecord read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        String event = values.text("event_id");
        String trigger = values.text("triggered_by").toUpperCase(Locale.ROOT);
        String failedRun = row.getString("failed_run");
        AttemptRecord attempt = new AttemptRecord(
                new DeliveryKey(
                        values.read("event_id", () -> new EventId(event), UNREADABLE),
                        new DestinationId(values.text("destination_id"))),
                new AttemptKey(
                        row.getInt("cycle"),
                        row.getInt("number"),
                        values.read("triggered_by", () -> Trigger.valueOf(trigger), Trigger.SCHEDULED)),
                new StoredOutcome(values.text("outcome"), values.optional("reason"), values.optional("called_url")),
                new Answer(
                        values.number("status").stream()
                                .mapToObj(status -> (int) status)
                                .findFirst(),
                        values.optional("response").orElse(""),
                        values.read("failed_run", () -> FailedRun.parse(failedRun), Optional.empty())),
                new Timing(
                        values.time("started_at"),
                        Duration.ofMillis(row.getLong("duration")),
                        values.optionalTime("next_attempt_at")),
                values.optional("batch_id"));
        values.logFault("attempt", attempt.id());
        return attempt;
    }
}
