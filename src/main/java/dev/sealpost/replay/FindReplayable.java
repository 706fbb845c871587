package dev.sealpost.replay;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.JsonColumns;
import dev.sealpost.database.PageRequest;
import dev.sealpost.database.Position;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.delivery.AttemptOutcome;
import dev.sealpost.delivery.DeliveryKey;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventStore.TimeSpan;
import dev.sealpost.event.EventType;
import dev.sealpost.event.Labels;
import dev.sealpost.history.DeadLetters;
import dev.sealpost.replay.Replay.Outcome;
import dev.sealpost.replay.Replay.Selection;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.Subscriptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the events or dead letters selected by a replay, page by page. */
final class FindReplayable {

    /** Determines the outcome of each event's delivery with one lookup per table. */
    private static final String EVENTS = """
            SELECT e.id, e.created_at, e.type, e.channels, CASE WHEN %s THEN 1 ELSE 0 END AS owed,
                CASE WHEN EXISTS (
                    SELECT 1 FROM due_delivery w WHERE w.event_id = e.id AND w.destination_id = :destination)
                    THEN 1 ELSE 0 END AS due,
                (SELECT d.ending FROM ended_delivery d
                    WHERE d.event_id = e.id AND d.destination_id = :destination) AS ending,
                (SELECT a.outcome FROM attempt a WHERE a.event_id = e.id AND a.destination_id = :destination
                    ORDER BY a.cycle DESC, a.number DESC LIMIT 1) AS outcome
            FROM event e
            WHERE e.application_id = :application AND e.created_at <= :until AND (e.created_at, e.id) > (:time, :key)
            ORDER BY e.created_at, e.id LIMIT %d
            """;

    private static final String SUCCEEDED = new AttemptOutcome.Succeeded().word();

    private static final EventId UNREADABLE = new EventId("unreadable");

    private final JdbcClient reads;
    private final DeadLetters deadLetters;
    private final Subscriptions subscriptions;
    private final int page;
    private final String events;

    /** @param page number of rows per page */
    FindReplayable(JdbcClient reads, DeadLetters deadLetters, Subscriptions subscriptions, int page) {
        this.reads = reads;
        this.deadLetters = deadLetters;
        this.subscriptions = subscriptions;
        this.page = page;
        this.events = EVENTS.formatted(Reopen.OWED_FROM_THE_START, page);
    }

    /** An event or dead letter examined. */
    record Candidate(Position position, DeliveryKey key, boolean wanted) {}

    /**
     * A page, in order.
     *
     * @param isLast whether it is the last page
     */
    record CandidatePage(List<Candidate> candidates, boolean isLast) {

        CandidatePage {
            candidates = List.copyOf(candidates);
        }
    }

    /** Returns the page after the cursor of the replay. */
    CandidatePage find(Replay replay) {
        ApplicationId application = replay.order()
                .application()
                .orElseThrow(() -> new IllegalStateException(replay.id() + " is of no application"));
        return replay.order().kind() == Replay.Kind.REDRIVE_DEAD
                ? findDeadLetters(replay, application)
                : findEvents(
                        replay,
                        application,
                        replay.order()
                                .destination()
                                .orElseThrow(() -> new IllegalStateException(replay.id() + " has no destination")));
    }

    private CandidatePage findDeadLetters(Replay replay, ApplicationId application) {
        Selection selection = replay.order().selection();
        TimeSpan span = new TimeSpan(
                Optional.of(selection.since().minusMillis(1)),
                Optional.of(selection.until().plusMillis(1)));
        var found = deadLetters.list(
                new DeadLetters.DeadLetterQuery(application, replay.order().destination(), List.of(), span),
                new PageRequest(page, false, replay.progress().cursor(), false));
        return new CandidatePage(
                found.items().stream()
                        .map(letter -> new Candidate(
                                DeadLetters.position(letter),
                                letter.key(),
                                letter.type().filter(selection::wants).isPresent()))
                        .toList(),
                !found.more());
    }

    private CandidatePage findEvents(Replay replay, ApplicationId application, DestinationId destination) {
        Selection selection = replay.order().selection();
        Position from = replay.progress().cursor().orElseGet(() -> new Position(selection.since(), ""));
        Predicate<Labels> wantsNow = labels -> subscriptions.wants(destination, application, labels);
        List<Candidate> candidates = reads.sql(events)
                .param("destination", destination.value())
                .param("application", application.value())
                .param("until", selection.until().toEpochMilli())
                .param("time", from.time().toEpochMilli())
                .param("key", from.key())
                .query((row, number) -> candidate(row, destination, selection, wantsNow))
                .list();
        return new CandidatePage(candidates, candidates.size() < page);
    }

    /** Reads a row; an unreadable one is never selected. */
    private static Candidate candidate(
            ResultSet row, DestinationId destination, Selection selection, Predicate<Labels> wantsNow)
            throws SQLException {
        Position position =
                new Position(Instant.ofEpochMilli(row.getLong("created_at")), String.valueOf(row.getString("id")));
        return ReadableRows.read(row, "event", "id", any -> {
                    EventId event = new EventId(position.key());
                    boolean wanted = selection.wants(new EventType(row.getString("type")))
                            && outcome(row, wantsNow)
                                    .filter(selection.outcomes()::contains)
                                    .isPresent();
                    return new Candidate(position, new DeliveryKey(event, destination), wanted);
                })
                .orElseGet(() -> new Candidate(position, new DeliveryKey(UNREADABLE, destination), false));
    }

    /** Returns the outcome of a delivery; empty when it was never owed and does not match now. */
    private static Optional<Outcome> outcome(ResultSet row, Predicate<Labels> wantsNow) throws SQLException {
        if (row.getInt("due") == 1) {
            return Optional.of(Outcome.PENDING);
        }
        String ending = row.getString("ending");
        if (ending != null) {
            return Optional.of(Outcome.valueOf(ending.toUpperCase(Locale.ROOT)));
        }
        String outcome = row.getString("outcome");
        if (outcome != null) {
            // A failed last attempt without an end: retention removed the dead letter.
            return Optional.of(outcome.equals(SUCCEEDED) ? Outcome.DELIVERED : Outcome.DEAD);
        }
        if (row.getInt("owed") == 1) {
            // At its first attempt.
            return Optional.of(Outcome.PENDING);
        }
        Labels labels = new Labels(
                new EventType(row.getString("type")),
                Optional.empty(),
                JsonColumns.list(row.getString("channels")),
                List.of());
        return wantsNow.test(labels) ? Optional.of(Outcome.MISSING) : Optional.empty();
    }
}
