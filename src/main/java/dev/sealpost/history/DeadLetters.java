package dev.sealpost.history;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.Conditions;
import dev.sealpost.database.Page;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.database.StoredValues;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.event.EventType;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Queries dead letters. A resent delivery is no longer a dead letter. */
@Component
public class DeadLetters {

    private static final String SELECT = """
            SELECT d.*, e.type FROM ended_delivery d LEFT JOIN event e ON e.id = d.event_id
            """;
    private static final String SEPARATOR = " ";
    private static final int KEY_PARTS = 2;

    private final JdbcClient reads;

    public DeadLetters(JdbcClient reads) {
        this.reads = reads;
    }

    /**
     * A dead letter.
     *
     * @param type empty: retention removed the event, so that it cannot be resent
     * @param cycle the cycle that failed
     */
    public record DeadLetter(DeliveryKey key, Optional<EventType> type, int cycle, String reason, Instant diedAt) {}

    /**
     * Filter of a list of dead letters.
     *
     * @param types type names; empty: all
     * @param span time span in which they became dead letters
     */
    public record DeadLetterQuery(
            ApplicationId application, Optional<DestinationId> destination, List<String> types, TimeSpan span) {

        public DeadLetterQuery {
            types = List.copyOf(types);
        }
    }

    /** Lists dead letters, sorted by the time they became so. */
    public Page<DeadLetter> list(DeadLetterQuery wanted, PageRequest request) {
        Conditions conditions = new Conditions()
                .and("d.application_id = ?", wanted.application().value())
                .and("d.ending = 'dead'")
                .andIn("e.type", wanted.types());
        wanted.destination().ifPresent(destination -> conditions.and("d.destination_id = ?", destination.value()));
        wanted.span().limit(conditions, "d.ended_at");
        request.from().ifPresent(from -> beyond(conditions, request, from));
        String direction = request.direction();
        return ReadableRows.present(
                request.cut(reads.sql(SELECT + conditions.where() + " ORDER BY d.ended_at " + direction
                                + ", d.event_id " + direction + ", d.destination_id " + direction + " LIMIT "
                                + request.fetch())
                        .params(conditions.parameters())
                        .query((row, number) -> ReadableRows.read(row, "ended_delivery", "event_id", DeadLetters::read))
                        .list()));
    }

    private static DeadLetter read(ResultSet row) throws SQLException {
        StoredValues values = new StoredValues(row);
        DeadLetter letter = new DeadLetter(
                new DeliveryKey(
                        new EventId(row.getString("event_id")), new DestinationId(row.getString("destination_id"))),
                values.optional("type")
                        .flatMap(type -> values.read("type", () -> Optional.of(new EventType(type)), Optional.empty())),
                row.getInt("cycle"),
                values.text("reason"),
                values.time("ended_at"));
        values.logFault("ended_delivery", letter.key().event().value());
        return letter;
    }

    /** Returns the position of a dead letter in a list. */
    public static Position position(DeadLetter letter) {
        // The destination last, because the id of a route may contain spaces.
        return new Position(
                letter.diedAt(),
                letter.key().event() + SEPARATOR + letter.key().destination().value());
    }

    private static void beyond(Conditions conditions, PageRequest request, Position from) {
        String[] key = from.key().split(SEPARATOR, KEY_PARTS);
        if (key.length < KEY_PARTS) {
            throw new IllegalArgumentException("the iterator belongs to another list");
        }
        conditions.and(
                "(d.ended_at, d.event_id, d.destination_id) " + request.comparison() + " (?, ?, ?)",
                from.time().toEpochMilli(),
                key[0],
                key[1]);
    }
}
