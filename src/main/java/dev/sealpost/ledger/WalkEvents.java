package dev.sealpost.ledger;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.database.SqlWork;
import dev.sealpost.event.Acceptance;
import dev.sealpost.event.EventId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Walks the events accepted in a time span, in chunks with one read transaction each, and compares them with the rows of
 * their deliveries. Pauses after each chunk for three times its duration.
 */
final class WalkEvents {

    private static final String BY_ID = "SELECT " + OwedEvent.COLUMNS
            + " FROM event WHERE id > ? AND id < ? AND (strayed_at IS NULL OR strayed_at < ?) ORDER BY id LIMIT ?";
    private static final String STRAY =
            "SELECT " + OwedEvent.COLUMNS + ", strayed_at FROM event WHERE strayed_at IS NOT NULL"
                    + " AND (strayed_at, id) > (?, ?) AND strayed_at < ? ORDER BY strayed_at, id LIMIT ?";
    private static final int PAUSE_FACTOR = 3;

    private final ConsistentReads reads;
    private final int chunk;
    private final BooleanSupplier goesOn;

    /** @param goesOn tested before each chunk; false stops the walk */
    WalkEvents(ConsistentReads reads, int chunk, BooleanSupplier goesOn) {
        this.reads = reads;
        this.chunk = chunk;
        this.goesOn = goesOn;
    }

    /** Receivers of events and findings. */
    record Receivers(Consumer<OwedEvent> events, Consumer<Finding> findings) {}

    /** Walks the events accepted in this time span; may include a few from before and after. */
    void walk(Instant from, Instant to, Receivers receivers) {
        boolean all = from.equals(Instant.EPOCH);
        String after = all ? "" : EventId.boundary(from.minus(Acceptance.LATEST));
        String end = EventId.boundary(to);
        while (!after.equals(end) && goesOn.getAsBoolean()) {
            String last = after;
            after = paused(sql -> byId(sql, last, end, to, receivers));
        }
        Cursor cursor = new Cursor(from.toEpochMilli() - 1, "");
        while (!cursor.isEnd() && goesOn.getAsBoolean()) {
            Cursor position = cursor;
            cursor = paused(sql -> stray(sql, position, to, receivers));
        }
    }

    private <T> T paused(SqlWork<T> step) {
        long start = System.nanoTime();
        T next = reads.read(step);
        LockSupport.parkNanos(Math.min(
                PAUSE_FACTOR * (System.nanoTime() - start),
                Duration.ofSeconds(1).toNanos()));
        return next;
    }

    /** Checks a chunk of the events whose id tells the time, and returns the id after which the next begins. */
    private String byId(JdbcClient sql, String after, String end, Instant strayEnd, Receivers receivers) {
        List<Walked> walked = sql.sql(BY_ID)
                .params(after, end, strayEnd.toEpochMilli(), chunk)
                .query((row, number) -> new Walked(row.getString("id"), 0, OwedEvent.ofReadable(row)))
                .list();
        String upTo = walked.size() < chunk ? end : walked.getLast().id();
        check(sql, walked, new Conditions().and("event_id > ?", after).and("event_id <= ?", upTo), receivers);
        return upTo;
    }

    /** Checks a chunk of the other events, and returns the position after which the next begins. */
    private Cursor stray(JdbcClient sql, Cursor after, Instant end, Receivers receivers) {
        List<Walked> strayed = sql.sql(STRAY)
                .params(after.time(), after.id(), end.toEpochMilli(), chunk)
                .query((row, number) ->
                        new Walked(row.getString("id"), row.getLong("strayed_at"), OwedEvent.ofReadable(row)))
                .list();
        if (strayed.isEmpty()) {
            return Cursor.END;
        }
        List<String> ids = strayed.stream().map(Walked::id).toList();
        check(sql, strayed, new Conditions().andIn("event_id", ids), receivers);
        return strayed.size() < chunk
                ? Cursor.END
                : new Cursor(strayed.getLast().strayedAt(), strayed.getLast().id());
    }

    private static void check(JdbcClient sql, List<Walked> walked, Conditions rows, Receivers receivers) {
        List<OwedEvent> events =
                ReadableRows.present(walked.stream().map(Walked::event).toList());
        CheckDeliveries.check(sql, events, rows).forEach(receivers.findings());
        events.forEach(receivers.events());
    }

    private record Cursor(long time, String id) {

        static final Cursor END = new Cursor(Long.MAX_VALUE, "");

        boolean isEnd() {
            return equals(END);
        }
    }

    /** A row visited, readable or not. */
    private record Walked(String id, long strayedAt, Optional<OwedEvent> event) {}
}
