package dev.sealpost.delivery.record;

import dev.sealpost.database.Dialect;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.BatchKey;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.DeliveryBatch;
import dev.sealpost.delivery.flight.Lease;
import dev.sealpost.delivery.record.DueRows.Taken;
import dev.sealpost.delivery.record.DueRows.WaitingRow;
import dev.sealpost.subscription.DestinationId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads and writes batches in {@code due_delivery}. A batch is made of rows with a sequence number. It exists in its rows from the
 * transaction that leases it for the first time; whoever leases one of them leases all.
 */
public final class BatchRows {

    static final String DUE_BATCH = """
            SELECT batch_id, batch_attempt, batch_size FROM due_delivery
            WHERE destination_id = ? AND batch_id IS NOT NULL AND due_at <= ? ORDER BY due_at, batch_id LIMIT 1
            """;
    private static final String AT_HEAD = """
            FROM due_delivery due WHERE due.destination_id = ? AND due.sequence = (
                SELECT MIN(sequence) FROM due_delivery WHERE destination_id = ? AND sequence IS NOT NULL)""";
    private static final String BATCH_AT_HEAD = "SELECT due.batch_id, due.batch_attempt, due.batch_size " + AT_HEAD;
    private static final String LOCK_HEAD = "SELECT due.event_id " + AT_HEAD + " AND due.due_at <= ?";
    static final String LOCK_BATCH = """
            SELECT due.event_id FROM due_delivery due
            WHERE due.destination_id = ? AND due.batch_id = ? AND due.batch_place = (
                SELECT MIN(batch_place) FROM due_delivery WHERE destination_id = ? AND batch_id = ?)
                AND (due.lease_token IS NULL OR due.due_at <= ?)""";
    static final String MEMBERS = ReadDueRows.COLUMNS + """
            WHERE due.destination_id = ? AND due.batch_id = ? ORDER BY due.batch_place""";
    private static final String QUEUE = """
            SELECT due.sequence, due.due_at, due.batch_id, LENGTH(event.payload) AS bytes
            FROM due_delivery due JOIN event ON event.id = due.event_id
            WHERE due.destination_id = ? AND due.sequence IS NOT NULL""";
    private static final String FREE = " AND due.batch_id IS NULL AND due.due_at <= ?";
    private static final String IN_SEQUENCE = " ORDER BY due.sequence LIMIT ?";
    private static final String TAKE =
            ReadDueRows.COLUMNS + "WHERE due.destination_id = ? AND due.sequence <= ?" + FREE + IN_SEQUENCE;
    private static final String NEXT = "SELECT MIN(due_at) FROM due_delivery WHERE destination_id = ? AND due_at > ?";
    private static final String LEASE = """
            UPDATE due_delivery SET lease_token = ?, lease_count = lease_count + 1, due_at = ?, batch_id = ?,
                batch_attempt = ?, batch_place = ?, batch_size = ?, sequence = CASE ? WHEN 1 THEN sequence END
            WHERE event_id = ? AND destination_id = ?
            """;
    private static final String HALVE = """
            UPDATE due_delivery SET lease_token = NULL, lease_count = ?, due_at = ?, batch_id = ?, batch_attempt = ?,
                batch_size = NULL
            WHERE event_id = ? AND destination_id = ?
            """;
    private static final String MOVE = """
            UPDATE due_delivery SET attempt_number = ?, triggered_by = ?, due_at = ?, reason = ?, fault_count = ?,
                lease_token = NULL, lease_count = 0, batch_id = ?, batch_attempt = ?,
                batch_size = CASE WHEN batch_id = ? THEN batch_size END
            WHERE event_id = ? AND destination_id = ? AND lease_token = ?
            """;

    private final DueRows due;
    private final String lockHead;
    private final String lockBatch;
    private final String members;
    private final String takeFree;
    private final String takeAll;

    public BatchRows(DueRows due, Dialect dialect) {
        this.due = due;
        this.lockHead = LOCK_HEAD + dialect.lockingRows("due");
        this.lockBatch = LOCK_BATCH + dialect.lockingRows("due");
        this.members = MEMBERS + dialect.lockingAllRows("due");
        this.takeFree = TAKE + dialect.lockingRows("due");
        this.takeAll = TAKE + dialect.lockingAllRows("due");
    }

    /**
     * A row of the queue from which batches are made.
     *
     * @param isFree whether it is due and in no batch
     * @param bytes size of its payload
     */
    record Queued(long sequence, long dueAt, boolean isFree, long bytes) {}

    /** A row whose lease ends, and the batch that it is in from then on. */
    record MovedRow(WaitingRow row, BatchKey batch, Lease lease) {}

    /**
     * A batch that exists.
     *
     * @param size number of its deliveries when it was leased last; 0: it never was
     */
    record StoredBatch(BatchKey key, int size) {}

    /** Returns a batch that is due. */
    Optional<StoredBatch> dueBatch(WriterSession session, DestinationId destination, Instant now) throws SQLException {
        return batch(session.bind(DUE_BATCH, destination.value(), now.toEpochMilli()));
    }

    /** Locks the head of an ordered destination. Returns false if it is not due, or another node has it. */
    boolean lockHead(WriterSession session, DestinationId destination, Instant now) throws SQLException {
        return isFound(session.bind(lockHead, destination.value(), destination.value(), now.toEpochMilli()));
    }

    /** Returns the batch of the head; empty if the head is in none. */
    Optional<StoredBatch> batchAtHead(WriterSession session, DestinationId destination) throws SQLException {
        return batch(session.bind(BATCH_AT_HEAD, destination.value(), destination.value()));
    }

    /** Locks the first row of a batch, which stands for the batch. Returns false if another node has it. */
    boolean lockBatch(WriterSession session, DestinationId destination, BatchKey batch, Instant now)
            throws SQLException {
        return isFound(session.bind(
                lockBatch, destination.value(), batch.id(), destination.value(), batch.id(), now.toEpochMilli()));
    }

    /** Returns all rows of a locked batch, and locks them. */
    List<Taken> members(WriterSession session, DestinationId destination, BatchKey batch) throws SQLException {
        return due.read(session, session.bind(members, destination.value(), batch.id()), destination);
    }

    /** Returns the free rows of the queue, in order. */
    List<Queued> free(WriterSession session, DestinationId destination, Instant now, int limit) throws SQLException {
        return queued(session.bind(QUEUE + FREE + IN_SEQUENCE, destination.value(), now.toEpochMilli(), limit), now);
    }

    /** Returns the first rows of the queue, free or not, in order. */
    List<Queued> first(WriterSession session, DestinationId destination, Instant now, int limit) throws SQLException {
        return queued(session.bind(QUEUE + IN_SEQUENCE, destination.value(), limit), now);
    }

    /**
     * Returns free rows up to this sequence number, and locks them.
     *
     * @param isOrdered whether to wait for rows that another node has locked, and not to skip them
     */
    List<Taken> take(WriterSession session, DestinationId destination, List<Queued> run, boolean isOrdered, Instant now)
            throws SQLException {
        PreparedStatement statement = session.bind(
                isOrdered ? takeAll : takeFree,
                destination.value(),
                run.getLast().sequence(),
                now.toEpochMilli(),
                run.size());
        return due.read(session, statement, destination);
    }

    /** Returns when the next row is due that is not due now, in milliseconds since 1970. */
    OptionalLong next(WriterSession session, DestinationId destination, Instant now) throws SQLException {
        try (ResultSet row =
                session.bind(NEXT, destination.value(), now.toEpochMilli()).executeQuery()) {
            long next = row.next() ? row.getLong(1) : 0;
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(next);
        }
    }

    /**
     * Leases the rows of a batch, in one round trip.
     *
     * @param isOrdered whether the rows keep their place in the order of the destination
     */
    void lease(WriterSession session, DeliveryBatch batch, Lease lease, boolean isOrdered, Instant now)
            throws SQLException {
        PreparedStatement statement = session.prepare(LEASE);
        int place = 0;
        for (Delivery delivery : batch.deliveries()) {
            statement.setString(1, due.token(lease));
            statement.setLong(2, now.plus(lease.length()).toEpochMilli());
            statement.setString(3, batch.key().id());
            statement.setInt(4, batch.key().attempt());
            statement.setInt(5, place++);
            statement.setInt(6, batch.size());
            statement.setInt(7, isOrdered ? 1 : 0);
            statement.setString(8, delivery.event().id().value());
            statement.setString(9, delivery.destination().value());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Divides a batch that is not leased; both halves are due now. */
    void halve(WriterSession session, DeliveryBatch batch, int leaseCount, Instant now) throws SQLException {
        PreparedStatement statement = session.prepare(HALVE);
        int place = 0;
        for (Delivery delivery : batch.deliveries()) {
            BatchKey half = batch.key().half(batch.half(place++), 1);
            statement.setInt(1, leaseCount);
            statement.setLong(2, now.toEpochMilli());
            statement.setString(3, half.id());
            statement.setInt(4, half.attempt());
            statement.setString(5, delivery.event().id().value());
            statement.setString(6, delivery.destination().value());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    /** Ends leases and reschedules their rows, in one round trip. Returns for each false if its lease was lost. */
    boolean[] move(WriterSession session, List<MovedRow> rows) throws SQLException {
        PreparedStatement statement = session.prepare(MOVE);
        for (MovedRow moved : rows) {
            WaitingRow row = moved.row();
            statement.setInt(1, row.attemptKey().number());
            statement.setString(2, row.attemptKey().trigger().word());
            statement.setLong(3, row.dueAt().toEpochMilli());
            statement.setString(4, row.reason());
            statement.setInt(5, row.faults());
            statement.setString(6, moved.batch().id());
            statement.setInt(7, moved.batch().attempt());
            statement.setString(8, moved.batch().id());
            statement.setString(9, row.delivery().event().id().value());
            statement.setString(10, row.delivery().destination().value());
            statement.setString(11, due.token(moved.lease()));
            statement.addBatch();
        }
        return areOwned(statement.executeBatch());
    }

    /** Returns for each update by a lease whether it found its row. */
    static boolean[] areOwned(int[] changed) {
        boolean[] owned = new boolean[changed.length];
        for (int i = 0; i < changed.length; i++) {
            owned[i] = changed[i] > 0;
        }
        return owned;
    }

    private static Optional<StoredBatch> batch(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            String id = row.next() ? row.getString("batch_id") : null;
            return id == null
                    ? Optional.empty()
                    : Optional.of(
                            new StoredBatch(new BatchKey(id, row.getInt("batch_attempt")), row.getInt("batch_size")));
        }
    }

    private static boolean isFound(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    private static List<Queued> queued(PreparedStatement statement, Instant now) throws SQLException {
        List<Queued> queued = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                long dueAt = row.getLong("due_at");
                queued.add(new Queued(
                        row.getLong("sequence"),
                        dueAt,
                        row.getString("batch_id") == null && dueAt <= now.toEpochMilli(),
                        row.getLong("bytes")));
            }
        }
        return queued;
    }
}
