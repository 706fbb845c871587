package dev.sealpost.ledger;

import dev.sealpost.database.Conditions;
import dev.sealpost.database.ConsistentReads;
import dev.sealpost.database.ReadableRows;
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
 * Walks all events that were accepted in a span of time, in chunks with a read transaction each, and compares them with the
 * rows of their deliveries. Rests after each chunk for three times as long as it took.
 */
final class WalkEvents {

    private static final String BY_ID = "SELECT " + OwedEvent.COLUMNS
            + " FROM event WHERE id > ? AND id < ? AND (strayed_at IS NULL OR strayed_at < ?) ORDER BY id LIMIT ?";
    private static final String STRAY =
            "SELECT " + OwedEvent.COLUMNS + ", strayed_at FROM event WHERE strayed_at IS NOT NULL"
                    + " AND (strayed_at, id) > (?, ?) AND strayed_at < ? ORDER BY strayed_at, id LIMIT ?";
    private static final int REST = 3;

    private final ConsistentReads reads;
    private final int chunk;
    private final BooleanSupplier goesOn;

    /** @param goesOn asked before each chunk; the walk ends where it is when it says no */
    WalkEvents(ConsistentReads reads, int chunk, BooleanSupplier goesOn) {
        this.reads = reads;
        this.chunk = chunk;
        this.goesOn = goesOn;
    }

    /** Who is told. */
    record Audience(Consumer<OwedEvent> events, Consumer<Finding> findings) {}

    /** The events that were accepted from the one time, and before the other; some of before and after may be among them. */
    void walk(Instant from, Instant to, Audience audience) {
        boolean all = from.equals(Instant.EPOCH);
        String after = all ? "" : EventId.boundary(from.minus(Acceptance.LATEST));
        String end = EventId.boundary(to);
        while (!after.equals(end) && goesOn.getAsBoolean()) {
            after = rested(new ById(after, end, to.toEpochMilli(), audience));
        }
        Place place = new Place(from.toEpochMilli() - 1, "");
        while (!place.isEnd() && goesOn.getAsBoolean()) {
            place = rested(new Stray(place, to.toEpochMilli(), audience));
        }
    }

    private <T> T rested(Step<T> step) {
        long start = System.nanoTime();
        T next = reads.read(step::read);
        LockSupport.parkNanos(Math.min(
                REST * (System.nanoTime() - start), Duration.ofSeconds(1).toNanos()));
        return next;
    }

    private interface Step<T> {

        /** Says where the next one begins. */
        T read(JdbcClient sql);
    }

    private final class ById implements Step<String> {

        private final String after;
        private final String end;
        private final long strayEnd;
        private final Audience audience;

        ById(String after, String end, long strayEnd, Audience audience) {
            this.after = after;
            this.end = end;
            this.strayEnd = strayEnd;
            this.audience = audience;
        }

        @Override
        public String read(JdbcClient sql) {
            List<Walked> walked = sql.sql(BY_ID)
                    .params(after, end, strayEnd, chunk)
                    .query((row, number) -> new Walked(row.getString("id"), 0, OwedEvent.ofReadable(row)))
                    .list();
            String upTo = walked.size() < chunk ? end : walked.getLast().id();
            List<OwedEvent> events = readable(walked);
            Conditions rows = new Conditions().and("event_id > ?", after).and("event_id <= ?", upTo);
            CheckDeliveries.check(sql, events, rows).forEach(audience.findings());
            events.forEach(audience.events());
            return upTo;
        }
    }

    private record Place(long time, String id) {

        static final Place END = new Place(Long.MAX_VALUE, "");

        boolean isEnd() {
            return equals(END);
        }
    }

    /** A row that was walked over, whether it can be read or not. */
    private record Walked(String id, long strayedAt, Optional<OwedEvent> event) {}

    private static List<OwedEvent> readable(List<Walked> walked) {
        return ReadableRows.present(walked.stream().map(Walked::event).toList());
    }

    private final class Stray implements Step<Place> {

        private final Place after;
        private final long end;
        private final Audience audience;

        Stray(Place after, long end, Audience audience) {
            this.after = after;
            this.end = end;
            this.audience = audience;
        }

        @Override
        public Place read(JdbcClient sql) {
            List<Walked> strayed = sql.sql(STRAY)
                    .params(after.time(), after.id(), end, chunk)
                    .query((row, number) ->
                            new Walked(row.getString("id"), row.getLong("strayed_at"), OwedEvent.ofReadable(row)))
                    .list();
            if (strayed.isEmpty()) {
                return Place.END;
            }
            List<OwedEvent> events = readable(strayed);
            Conditions rows = new Conditions()
                    .andIn("event_id", strayed.stream().map(Walked::id).toList());
            CheckDeliveries.check(sql, events, rows).forEach(audience.findings());
            events.forEach(audience.events());
            return strayed.size() < chunk
                    ? Place.END
                    : new Place(strayed.getLast().strayedAt(), strayed.getLast().id());
        }
    }
}
