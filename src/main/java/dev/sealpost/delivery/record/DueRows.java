package dev.sealpost.delivery.record;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Dialect;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.DeliveryKey;
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
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code due_delivery}. */
public final class DueRows {

    private static final String INSERT = """
            INSERT INTO due_delivery (event_id, destination_id, application_id, cycle, attempt_number, triggered_by, due_at,
                reason, fault_count, lease_token, lease_count, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """;
    private static final String MOVE = """
            UPDATE due_delivery SET attempt_number = ?, triggered_by = ?, due_at = ?, reason = ?, fault_count = ?,
                lease_token = NULL, lease_count = 0
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
     * @param node whose leases these are, so that others can free them once it is dead
     * @param clock by which rows are due
     */
    public DueRows(Dialect dialect, String node, RowClock clock) {
        this.node = node;
        this.clock = clock;
        this.read = new ReadDueRows(owner(node), clock);
        this.due = DUE + dialect.lockingRows("due");
        this.deleteExpired = DELETE_EXPIRED.formatted(dialect.lockingRows("due_delivery"));
    }

    /** A row that waits. */
    record NewRow(
            Delivery delivery,
            AttemptKey attemptKey,
            Instant dueAt,
            String reason,
            int faults,
            Optional<Lease> lease) {}

    /**
     * A row that was due and is leased now, or would be once too often.
     *
     * @param ownLease the token of a lease that this node took and that has ended by the clock
     */
    record Taken(Delivery delivery, int faults, int leases, Optional<String> ownLease) {}

    /** Makes every leased row due: whoever had them is dead. How often each was leased is kept. */
    public static int endAllLeases(JdbcClient sql) {
        return sql.sql("UPDATE due_delivery SET due_at = 0, lease_token = NULL WHERE lease_token IS NOT NULL")
                .update();
    }

    /** Makes the rows due that this node had leased: it is dead, or ends. How often each was leased is kept. */
    public static int endLeases(JdbcClient sql, String node) {
        String owner = owner(node);
        return sql.sql(END_LEASES).params(owner.length(), owner).update();
    }

    /**
     * The clock by which rows are due was set back by this: what waits for its time waits no longer for that. Leases stay: they
     * end with what is done under them, or with their node.
     */
    public static int bringForward(JdbcClient sql, long now, Duration by) {
        return sql.sql(BRING_FORWARD).params(by.toMillis(), now).update();
    }

    private static String owner(String node) {
        return node + "/";
    }

    private String token(Lease lease) {
        return owner(node) + lease.token();
    }

    Instant now(WriterSession session) throws SQLException {
        return clock.now(session);
    }

    /** A time of this node's clock, in rows. */
    Instant timeOf(Instant nodeTime) {
        return clock.of(nodeTime);
    }

    void insert(WriterSession session, List<NewRow> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        PreparedStatement statement = session.prepare(INSERT);
        for (NewRow row : rows) {
            statement.setString(1, row.delivery().event().id().value());
            statement.setString(2, row.delivery().destination().value());
            statement.setString(3, row.delivery().event().application().value());
            statement.setInt(4, row.attemptKey().cycle());
            statement.setInt(5, row.attemptKey().number());
            statement.setString(6, row.attemptKey().trigger().name().toLowerCase(Locale.ROOT));
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

    /** Ends our lease with a new turn; false when the row is not ours any more. */
    boolean move(WriterSession session, NewRow row, Lease lease) throws SQLException {
        PreparedStatement statement = session.prepare(MOVE);
        statement.setInt(1, row.attemptKey().number());
        statement.setString(2, row.attemptKey().trigger().name().toLowerCase(Locale.ROOT));
        statement.setLong(3, row.dueAt().toEpochMilli());
        statement.setString(4, row.reason());
        statement.setInt(5, row.faults());
        statement.setString(6, row.delivery().event().id().value());
        statement.setString(7, row.delivery().destination().value());
        statement.setString(8, token(lease));
        return statement.executeUpdate() > 0;
    }

    /** Ends our lease and the row; false when the row is not ours any more. */
    boolean delete(WriterSession session, Delivery delivery, Lease lease) throws SQLException {
        PreparedStatement statement = session.prepare(DELETE);
        statement.setString(1, delivery.event().id().value());
        statement.setString(2, delivery.destination().value());
        statement.setString(3, token(lease));
        return statement.executeUpdate() > 0;
    }

    /**
     * Deletes the row that the repeat of an attempt left, where the attempt itself had ended the delivery: another node had it
     * too, for the broker gave its event out again.
     */
    void dropIfEnded(WriterSession session, Delivery delivery) throws SQLException {
        PreparedStatement statement = session.prepare(DROP_IF_ENDED);
        statement.setString(1, delivery.event().id().value());
        statement.setString(2, delivery.destination().value());
        statement.setInt(3, delivery.attemptKey().cycle());
        statement.setInt(4, delivery.attemptKey().number());
        statement.executeUpdate();
    }

    /** The rows that are due, oldest first; other nodes pass over them until this transaction ends. */
    List<Taken> due(WriterSession session, DestinationId destination, Instant now, int limit) throws SQLException {
        PreparedStatement statement = session.prepare(due);
        statement.setString(1, destination.value());
        statement.setLong(2, now.toEpochMilli());
        statement.setInt(3, limit);
        return read(session, statement, destination);
    }

    /** What a statement that begins with {@link ReadDueRows#COLUMNS} finds. */
    List<Taken> read(WriterSession session, PreparedStatement statement, DestinationId destination)
            throws SQLException {
        return read.read(session, statement, destination);
    }

    void lease(WriterSession session, Delivery delivery, Lease lease, Instant now) throws SQLException {
        PreparedStatement statement = session.prepare(LEASE);
        statement.setString(1, token(lease));
        statement.setLong(2, now.plus(lease.length()).toEpochMilli());
        statement.setString(3, delivery.event().id().value());
        statement.setString(4, delivery.destination().value());
        statement.executeUpdate();
    }

    /** Undoes a lease of which nobody knows that it was taken: the row is due now, and the lease does not count. */
    void release(WriterSession session, Delivery delivery, Lease lease, Instant now) throws SQLException {
        PreparedStatement statement = session.prepare(RELEASE);
        statement.setLong(1, now.toEpochMilli());
        statement.setString(2, delivery.event().id().value());
        statement.setString(3, delivery.destination().value());
        statement.setString(4, token(lease));
        statement.executeUpdate();
    }

    /** The lease of a row that was given out by {@link #due} goes on. */
    void renew(WriterSession session, Delivery delivery, Duration length, Instant now) throws SQLException {
        PreparedStatement statement = session.prepare(RENEW);
        statement.setLong(1, now.plus(length).toEpochMilli());
        statement.setString(2, delivery.event().id().value());
        statement.setString(3, delivery.destination().value());
        statement.executeUpdate();
    }

    /** Takes rows out that have expired and that nobody has leased now, those that expired first. */
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

    /** When the next row of the destination is due, in milliseconds since 1970. */
    OptionalLong nextDue(WriterSession session, DestinationId destination) throws SQLException {
        PreparedStatement statement = session.prepare(NEXT_DUE);
        statement.setString(1, destination.value());
        try (ResultSet row = statement.executeQuery()) {
            long next = row.next() ? row.getLong(1) : 0;
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(next);
        }
    }
}
