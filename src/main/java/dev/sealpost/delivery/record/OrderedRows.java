package dev.sealpost.delivery.record;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.record.DueRows.Taken;
import dev.sealpost.endpoint.DeliveryPolicy.Ordering;
import dev.sealpost.event.EventRows;
import dev.sealpost.subscription.DestinationId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Rows of ordered destinations in {@code due_delivery}. Each has a sequence number, drawn from one counter in the transaction
 * that writes the row, so that a lower number never appears after a higher one. Only the row with a destination's lowest
 * number, its head, is ever leased.
 */
public final class OrderedRows {

    /** Rows that join the tail in one transaction. */
    private static final int LARGEST_JOIN = 500;

    private static final Duration JOIN_INTERVAL = Duration.ofSeconds(5);
    private static final Duration BLOCKED_INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_REMEMBERED = 10_000;

    private static final String RESERVE = "UPDATE delivery_order SET last = last + ? WHERE id = 1 RETURNING last";
    private static final String APPEND = """
            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number, triggered_by, due_at,
                reason, fault_count, lease_count, expires_at, sequence)
            VALUES (?, ?, ?, 1, 1, 'scheduled', ?, 'ordered', 0, 0, ?, ?)
            ON CONFLICT DO NOTHING
            """;
    private static final String LOWEST = """
            (SELECT MIN(sequence) FROM due_delivery WHERE destination_id = ? AND sequence IS NOT NULL)""";
    private static final String HEAD = ReadDueRows.COLUMNS + """
            WHERE due.destination_id = ? AND due.due_at <= ? AND due.sequence = """ + " " + LOWEST;
    private static final String HEAD_DUE =
            "SELECT due_at FROM due_delivery WHERE destination_id = ? AND sequence = " + LOWEST;
    private static final String IS_BLOCKED = """
            SELECT 1 FROM blocking_letter letter
            JOIN ended_delivery ended ON ended.event_id = letter.event_id
                AND ended.destination_id = letter.destination_id AND ended.cycle = letter.cycle
            WHERE letter.destination_id = ? AND ended.ending = 'dead' LIMIT 1
            """;
    private static final String BLOCK = """
            INSERT INTO blocking_letter (destination_id, event_id, cycle)
            SELECT destination_id, event_id, cycle FROM due_delivery
            WHERE event_id = ? AND destination_id = ? AND sequence IS NOT NULL
            ON CONFLICT (destination_id, event_id) DO UPDATE SET cycle = excluded.cycle
            """;
    private static final String JOIN_TAIL = """
            UPDATE due_delivery SET sequence = ?, batch_id = NULL
            WHERE event_id = ? AND destination_id = ? AND sequence IS NULL
            """;

    private final DueRows due;
    private final String head;
    private final Map<DestinationId, Instant> joined = new HashMap<>();

    public OrderedRows(DueRows due, Dialect dialect) {
        this.due = due;
        this.head = HEAD + dialect.lockingRows("due");
    }

    /** Rows without a sequence number that join the tail. */
    enum Joining {
        /** Every row. One in a batch leaves it: the destination has become ordered. */
        ALL(""),
        /** Every row but those in a batch: one that waits for a batch joins too. */
        UNLESS_IN_BATCH(" AND batch_id IS NULL");

        private final String query;

        Joining(String condition) {
            this.query = """
                    SELECT event_id FROM due_delivery
                    WHERE destination_id = ? AND sequence IS NULL AND (lease_token IS NULL OR due_at <= ?)%s
                    ORDER BY due_at, event_id LIMIT ?
                    """.formatted(condition);
        }
    }

    /** Head of an ordered destination, if it can be leased, and when to check again. */
    record Head(Optional<Taken> head, OptionalLong next) {}

    /** Appends deliveries in this order; each is due at once. */
    void append(WriterSession session, List<Delivery> deliveries) throws SQLException {
        if (deliveries.isEmpty()) {
            return;
        }
        Instant now = due.now(session);
        long sequence = reserve(session, deliveries.size());
        PreparedStatement statement = session.prepare(APPEND);
        for (Delivery delivery : deliveries) {
            statement.setString(1, delivery.event().id().value());
            statement.setString(2, delivery.destination().value());
            statement.setString(3, delivery.event().application().value());
            statement.setLong(4, now.toEpochMilli());
            EventRows.bindTime(statement, 5, delivery.event().expiresAt());
            statement.setLong(6, sequence++);
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Reserves sequence numbers and returns the first. Locks the counter until the transaction ends. */
    private static long reserve(WriterSession session, int count) throws SQLException {
        try (ResultSet row = session.bind(RESERVE, count).executeQuery()) {
            row.next();
            return row.getLong(1) - count + 1;
        }
    }

    /**
     * Returns the head if it is due and not blocked, and when to check again. Rows without a sequence number periodically
     * join the tail: replayed ones, and those that waited when the destination became ordered.
     */
    Head findHead(WriterSession session, DestinationId destination, Ordering ordering, Instant now)
            throws SQLException {
        OptionalLong headDue = headDue(session, destination, now);
        if (headDue.isEmpty()) {
            return new Head(Optional.empty(), due.nextDue(session, destination));
        }
        if (headDue.getAsLong() > now.toEpochMilli()) {
            return new Head(Optional.empty(), headDue);
        }
        OptionalLong later = OptionalLong.of(now.plus(BLOCKED_INTERVAL).toEpochMilli());
        if (isBlocked(session, destination, ordering)) {
            return new Head(Optional.empty(), later);
        }
        return new Head(head(session, destination, now), later);
    }

    /** Returns when the head is due, after rows without a sequence number have joined the tail; empty when there is no row. */
    OptionalLong headDue(WriterSession session, DestinationId destination, Instant now) throws SQLException {
        boolean justJoined = joinIfTime(session, destination, Joining.ALL, now);
        OptionalLong headDue = headDue(session, destination);
        if (headDue.isEmpty() && !justJoined && join(session, destination, Joining.ALL, now) > 0) {
            headDue = headDue(session, destination);
        }
        return headDue;
    }

    /** Lets rows join the tail if that was some time ago. Returns whether it was. */
    boolean joinIfTime(WriterSession session, DestinationId destination, Joining joining, Instant now)
            throws SQLException {
        boolean isTime = isTimeToJoin(destination, now);
        if (isTime) {
            join(session, destination, joining, now);
        }
        return isTime;
    }

    private boolean isTimeToJoin(DestinationId destination, Instant now) {
        if (joined.size() > MOST_REMEMBERED) {
            joined.clear();
        }
        Instant last = joined.getOrDefault(destination, Instant.EPOCH);
        boolean isTime = last.plus(JOIN_INTERVAL).isBefore(now);
        if (isTime) {
            joined.put(destination, now);
        }
        return isTime;
    }

    /** Lets rows join the tail, and returns their number. */
    int join(WriterSession session, DestinationId destination, Joining joining, Instant now) throws SQLException {
        List<String> events = unsequenced(session, destination, joining, now);
        if (events.isEmpty()) {
            return 0;
        }
        long sequence = reserve(session, events.size());
        PreparedStatement statement = session.prepare(JOIN_TAIL);
        for (String event : events) {
            statement.setLong(1, sequence++);
            statement.setString(2, event);
            statement.setString(3, destination.value());
            statement.addBatch();
        }
        statement.executeBatch();
        return events.size();
    }

    private static List<String> unsequenced(
            WriterSession session, DestinationId destination, Joining joining, Instant now) throws SQLException {
        PreparedStatement statement = session.prepare(joining.query);
        statement.setString(1, destination.value());
        statement.setLong(2, now.toEpochMilli());
        statement.setInt(3, LARGEST_JOIN);
        List<String> events = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                events.add(row.getString(1));
            }
        }
        return events;
    }

    private static OptionalLong headDue(WriterSession session, DestinationId destination) throws SQLException {
        try (ResultSet row =
                session.bind(HEAD_DUE, destination.value(), destination.value()).executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    /** Returns whether a dead letter blocks a strictly ordered destination. */
    static boolean isBlocked(WriterSession session, DestinationId destination, Ordering ordering) throws SQLException {
        if (ordering != Ordering.STRICT) {
            return false;
        }
        try (ResultSet row = session.bind(IS_BLOCKED, destination.value()).executeQuery()) {
            return row.next();
        }
    }

    /** Returns the head, or empty while another node has locked it. */
    private Optional<Taken> head(WriterSession session, DestinationId destination, Instant now) throws SQLException {
        PreparedStatement statement = session.bind(head, destination.value(), now.toEpochMilli(), destination.value());
        return due.read(session, statement, destination).stream().findFirst();
    }

    /** Blocks a strictly ordered destination whose delivery becomes a dead letter. */
    static void block(WriterSession session, Delivery delivery) throws SQLException {
        session.update(
                BLOCK, delivery.event().id().value(), delivery.destination().value());
    }
}
