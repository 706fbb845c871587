package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.delivery.flight.InFlight;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.record.EndedRows.Owed;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventRows;
import dev.sealpost.subscription.DestinationId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads and writes the table {@code due_delivery}. */
public final class DueRows {

    private static final String INSERT = """
            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number, triggered_by, due_at,
                reason, fault_count, lease_token, lease_count, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;
    private static final String MOVE = """
            UPDATE due_delivery SET attempt_number = ?, triggered_by = ?, due_at = ?, reason = ?, fault_count = ?,
                lease_token = NULL, lease_count = 0, batch_id = NULL
            WHERE event_id = ? AND destination_id = ? AND lease_token = ?
            """;
    private static final String DELETE =
            "DELETE FROM due_delivery WHERE event_id = ? AND destination_id = ? AND lease_token = ?";
    private static final String LEASE = """
            UPDATE due_delivery SET lease_token = ?, lease_count = lease_count + 1, due_at = ?
            WHERE event_id = ? AND destination_id = ?
            """;
    private static final String RELEASE = """
            UPDATE due_delivery SET lease_token = NULL, lease_count = lease_count - 1, due_at = ?
            WHERE event_id = ? AND destination_id = ? AND lease_token = ?
            """;
    private static final String RENEW = "UPDATE due_delivery SET due_at = ? WHERE event_id = ? AND destination_id = ?";
    private static final String BRING_FORWARD =
            "UPDATE due_delivery SET due_at = due_at - ? WHERE due_at > ? AND lease_token IS NULL";
    private static final String NEXT_DUE = "SELECT MIN(due_at) FROM due_delivery WHERE destination_id = ?";
    private static final String DUE = ReadDueRows.COLUMNS + """
            WHERE due.destination_id = ? AND due.due_at <= ?
            ORDER BY due.due_at, due.event_id LIMIT ?""";
    private static final String DELETE_EXPIRED = """
            DELETE FROM due_delivery WHERE (event_id, destination_id) IN (
                SELECT event_id, destination_id FROM due_delivery
                WHERE expires_at <= ? AND (lease_token IS NULL OR due_at <= ?) ORDER BY expires_at LIMIT ?%s)
            RETURNING event_id, destination_id, application_id, cycle
            """;

    private static final String END_LEASES = """
            UPDATE due_delivery SET due_at = 0, lease_token = NULL
            WHERE lease_token IS NOT NULL AND substr(lease_token, 1, ?) = ?
            """;
    private static final String DROP_IF_ENDED = """
            DELETE FROM due_delivery
            WHERE event_id = ? AND destination_id = ? AND cycle = ? AND lease_token IS NULL AND EXISTS (
                SELECT 1 FROM attempt
                WHERE attempt.event_id = due_delivery.event_id AND attempt.destination_id = due_delivery.destination_id
                    AND attempt.cycle = due_delivery.cycle AND attempt.number = ? AND attempt.next_attempt_at IS NULL)
            """;

    private final String node;
    private final RowClock clock;
    private final ReadDueRows read;
    private final String due;
    private final String deleteExpired;

    /**
     * @param node owner of the leases, so that others can free them when it is dead
     * @param clock clock that decides when rows are due
     */
    public DueRows(Dialect dialect, String node, RowClock clock) {
        this.node = node;
        this.clock = clock;
        this.read = new ReadDueRows(owner(node), clock);
        this.due = DUE + dialect.lockingRows("due");
        this.deleteExpired = DELETE_EXPIRED.formatted(dialect.lockingRows("due_delivery"));
    }

    /** A new or changed row. */
    record WaitingRow(
            Delivery delivery,
            AttemptKey attemptKey,
            Instant dueAt,
            String reason,
            int faults,
            Optional<Lease> lease) {}

    /**
     * A due row, to be leased unless it has reached the lease limit.
     *
     * @param ownLease token of a lease of this node that has expired by the clock
     */
    record Taken(Delivery delivery, int faults, int leases, Optional<String> ownLease) {}

    /** Ends all leases, making their rows due; lease counts remain. For a single node after its restart. */
    public static int endAllLeases(JdbcClient sql) {
        return sql.sql("UPDATE due_delivery SET due_at = 0, lease_token = NULL WHERE lease_token IS NOT NULL")
                .update();
    }

    /** Ends the leases of a dead or stopping node, making their rows due; lease counts remain. */
    public static int endLeases(JdbcClient sql, String node) {
        String owner = owner(node);
        return sql.sql(END_LEASES).params(owner.length(), owner).update();
    }

    /**
     * Moves due times forward after the clock was set back. Leases are unchanged: they end with their delivery or their node.
     */
    public static int bringForward(JdbcClient sql, long now, Duration by) {
        return sql.sql(BRING_FORWARD).params(by.toMillis(), now).update();
    }

    private static String owner(String node) {
        return node + "/";
    }

    String token(Lease lease) {
        return owner(node) + lease.token();
    }

    Instant now(WriterSession session) throws SQLException {
        return clock.now(session);
    }

    /** Converts a time of this node's clock to row time. */
    Instant timeOf(Instant nodeTime) {
        return clock.of(nodeTime);
    }

    void insert(WriterSession session, List<WaitingRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement statement = session.prepare(INSERT);
        for (WaitingRow row : rows) {
            statement.setString(1, row.delivery().event().id().value());
            statement.setString(2, row.delivery().destination().value());
            statement.setString(3, row.delivery().event().application().value());
            statement.setInt(4, row.attemptKey().cycle());
            statement.setInt(5, row.attemptKey().number());
            statement.setString(6, row.attemptKey().trigger().word());
            statement.setLong(7, row.dueAt().toEpochMilli());
            statement.setString(8, row.reason());
            statement.setInt(9, row.faults());
            statement.setString(10, row.lease().map(this::token).orElse(null));
            statement.setInt(11, row.lease().isPresent() ? 1 : 0);
            EventRows.bindTime(statement, 12, row.delivery().event().expiresAt());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Ends a lease and reschedules the row. Returns false if the lease was lost. */
    boolean move(WriterSession session, WaitingRow row, Lease lease) throws SQLException {
        return session.update(
                        MOVE,
                        row.attemptKey().number(),
                        row.attemptKey().trigger().word(),
                        row.dueAt().toEpochMilli(),
                        row.reason(),
                        row.faults(),
                        row.delivery().event().id().value(),
                        row.delivery().destination().value(),
                        token(lease))
                > 0;
    }

    /** Ends a lease and deletes the row. Returns false if the lease was lost. */
    boolean delete(WriterSession session, Delivery delivery, Lease lease) throws SQLException {
        return delete(session, List.of(InFlight.leased(delivery, lease)))[0];
    }

    /** Ends leases and deletes their rows, in one round trip. Returns for each false if its lease was lost. */
    boolean[] delete(WriterSession session, List<InFlight> leased) throws SQLException {
        PreparedStatement statement = session.prepare(DELETE);
        for (InFlight inFlight : leased) {
            statement.setString(1, inFlight.delivery().event().id().value());
            statement.setString(2, inFlight.delivery().destination().value());
            statement.setString(3, token(inFlight.lease().orElseThrow()));
            statement.addBatch();
        }
        return BatchRows.areOwned(statement.executeBatch());
    }

    /**
     * Deletes the row left by a repeated attempt if the original attempt ended the delivery: after a redelivery by the
     * broker, two nodes had it.
     */
    void dropIfEnded(WriterSession session, Delivery delivery) throws SQLException {
        session.update(
                DROP_IF_ENDED,
                delivery.event().id().value(),
                delivery.destination().value(),
                delivery.attemptKey().cycle(),
                delivery.attemptKey().number());
    }

    /** Returns the due rows, oldest first, and locks them; other nodes skip them until this transaction ends. */
    List<Taken> due(WriterSession session, DestinationId destination, Instant now, int limit) throws SQLException {
        return read(session, session.bind(due, destination.value(), now.toEpochMilli(), limit), destination);
    }

    /** Reads the result of a statement that begins with {@link ReadDueRows#COLUMNS}. */
    List<Taken> read(WriterSession session, PreparedStatement statement, DestinationId destination)
            throws SQLException {
        return read.read(session, statement, destination);
    }

    /** Leases rows, in one round trip. */
    void lease(WriterSession session, List<InFlight> leased, Instant now) throws SQLException {
        if (leased.isEmpty()) {
            return;
        }
        PreparedStatement statement = session.prepare(LEASE);
        for (InFlight inFlight : leased) {
            Lease lease = inFlight.lease().orElseThrow();
            statement.setString(1, token(lease));
            statement.setLong(2, now.plus(lease.length()).toEpochMilli());
            statement.setString(3, inFlight.delivery().event().id().value());
            statement.setString(4, inFlight.delivery().destination().value());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Undoes a lease of an unconfirmed commit: the row is due now, and the lease is not counted. */
    void release(WriterSession session, Delivery delivery, Lease lease, Instant now) throws SQLException {
        session.update(
                RELEASE,
                now.toEpochMilli(),
                delivery.event().id().value(),
                delivery.destination().value(),
                token(lease));
    }

    /** Extends the lease of a row returned by {@link #due}. */
    void renew(WriterSession session, Delivery delivery, Duration length, Instant now) throws SQLException {
        session.update(
                RENEW,
                now.plus(length).toEpochMilli(),
                delivery.event().id().value(),
                delivery.destination().value());
    }

    /** Deletes and returns expired rows without a current lease, in order of expiry. */
    List<Owed> deleteExpired(WriterSession session, Instant now, int limit) throws SQLException {
        PreparedStatement statement = session.prepare(deleteExpired);
        statement.setLong(1, now.toEpochMilli());
        statement.setLong(2, now.toEpochMilli());
        statement.setInt(3, limit);
        List<Owed> expired = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                ReadableRows.read(row, "due_delivery", "event_id", DueRows::owed)
                        .ifPresent(expired::add);
            }
        }
        return expired;
    }

    private static Owed owed(ResultSet row) throws SQLException {
        return new Owed(
                new DeliveryKey(
                        new EventId(row.getString("event_id")), new DestinationId(row.getString("destination_id"))),
                new ApplicationId(row.getString("application_id")),
                row.getInt("cycle"));
    }

    /** Returns the due time of the destination's next row, in milliseconds since 1970. */
    OptionalLong nextDue(WriterSession session, DestinationId destination) throws SQLException {
        try (ResultSet row = session.bind(NEXT_DUE, destination.value()).executeQuery()) {
            long next = row.next() ? row.getLong(1) : 0;
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(next);
        }
    }
}
