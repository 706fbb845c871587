package dev.sealpost.delivery.record;

import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.delivery.Delivery.AttemptKey;
import dev.sealpost.delivery.Trigger;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.event.EventRows;
import dev.sealpost.subscription.DestinationId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads due rows with their events. An unreadable row is postponed and does not stop the others. */
final class ReadDueRows {

    private static final Logger LOG = LoggerFactory.getLogger(ReadDueRows.class);

    /** Delay of a row that is unreadable, or whose event is. */
    private static final Duration BROKEN_PAUSE = Duration.ofMinutes(1);

    /** Columns of a due row with its event, for {@link #read}. */
    static final String COLUMNS = """
            SELECT due.event_id, due.destination_id, due.cycle, due.attempt_number, due.triggered_by, due.fault_count,
                due.lease_count, due.lease_token, event.application_id, event.type, event.uid, event.channels, event.tags,
                event.content_type, event.trace, event.hops, event.payload, event.created_at, event.expires_at
            FROM due_delivery due JOIN event ON event.id = due.event_id
            """;

    private static final String POSTPONE =
            "UPDATE due_delivery SET due_at = ?, reason = 'row-broken', batch_id = NULL WHERE event_id = ? AND destination_id = ?";

    private final String owner;
    private final RowClock clock;

    /** @param owner prefix of this node's lease tokens */
    ReadDueRows(String owner, RowClock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    /** Reads the result of a statement that begins with {@link #COLUMNS}. Postpones unreadable rows. */
    List<DueRows.Taken> read(WriterSession session, PreparedStatement statement, DestinationId destination)
            throws SQLException {
        List<DueRows.Taken> taken = new ArrayList<>();
        Map<String, Throwable> unreadable = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                try {
                    taken.add(read(row, destination));
                } catch (RuntimeException | StackOverflowError e) {
                    unreadable.put(row.getString("event_id"), e);
                }
            }
        }
        for (Map.Entry<String, Throwable> each : unreadable.entrySet()) {
            LOG.error(
                    "delivery.row-broken eventId={} destinationId={} reason=\"{}\": retried in {}",
                    each.getKey(),
                    destination,
                    each.getValue().toString(),
                    BROKEN_PAUSE);
            postpone(session, each.getKey(), destination, clock.now(session).plus(BROKEN_PAUSE));
        }
        return taken;
    }

    private DueRows.Taken read(ResultSet row, DestinationId destination) throws SQLException {
        AttemptKey attemptKey = new AttemptKey(
                row.getInt("cycle"),
                row.getInt("attempt_number"),
                Trigger.valueOf(row.getString("triggered_by").toUpperCase(Locale.ROOT)));
        return new DueRows.Taken(
                new Delivery(EventRows.read(row), destination, attemptKey),
                row.getInt("fault_count"),
                row.getInt("lease_count"),
                ownLease(row.getString("lease_token")));
    }

    static void postpone(WriterSession session, String event, DestinationId destination, Instant until)
            throws SQLException {
        session.update(POSTPONE, until.toEpochMilli(), event, destination.value());
    }

    private Optional<String> ownLease(@Nullable String token) {
        return Optional.ofNullable(token)
                .filter(text -> text.startsWith(owner))
                .map(text -> text.substring(owner.length()));
    }
}
