package dev.sealpost.delivery.record;

import dev.sealpost.broker.message.ReceivedMessage;
import dev.sealpost.database.Snapshots;
import dev.sealpost.database.WriterSession;
import dev.sealpost.delivery.Delivery;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventRows;
import dev.sealpost.event.EventRows.Kept;
import dev.sealpost.event.EventRows.NewRow;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.event.message.ReadMessage;
import dev.sealpost.event.message.Reading;
import dev.sealpost.event.message.Reading.NotUnderstood;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.Subscriptions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Inserts arrived events and determines their destinations. */
public final class RecordArrivals {

    private static final String SPACE = " ";
    private static final String HANDLED = """
            SELECT destination_id FROM attempt WHERE event_id = ?
            UNION SELECT destination_id FROM due_delivery WHERE event_id = ?
            UNION SELECT destination_id FROM ended_delivery WHERE event_id = ?
            """;

    private final ReadMessage reader;
    private final Subscriptions subscriptions;
    private final OrderedRows ordered;
    private final Predicate<DestinationId> needsRow;
    private final Snapshots snapshots;

    /** @param needsRow tests whether a destination may be ordered, or takes batches */
    public RecordArrivals(
            ReadMessage reader,
            Subscriptions subscriptions,
            OrderedRows ordered,
            Predicate<DestinationId> needsRow,
            Snapshots snapshots) {
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.ordered = ordered;
        this.needsRow = needsRow;
        this.snapshots = snapshots;
    }

    /** Returns a fact for each arrival. */
    List<Committed> record(WriterSession session, List<Entry.Arrival> arrivals, LedgerCounts ledger, Instant now)
            throws SQLException {
        List<Committed> facts = new ArrayList<>();
        List<Understood> understood = new ArrayList<>();
        for (Entry.Arrival arrival : arrivals) {
            ReceivedMessage message = arrival.message();
            switch (reread(arrival)) {
                case Reading.Understood(Event event, var stamp) ->
                    understood.add(new Understood(message, event, stamp));
                case NotUnderstood(String reason) -> facts.add(new Committed.NotUnderstood(message, reason));
            }
        }
        if (!understood.isEmpty()) {
            facts.addAll(insert(session, understood, ledger, now));
        }
        return facts;
    }

    /**
     * Reads a message again that was not understood: its application may have been created since, and the snapshots are fresh
     * now.
     */
    private Reading reread(Entry.Arrival arrival) {
        return arrival.reading() instanceof NotUnderstood ? reader.read(arrival.message()) : arrival.reading();
    }

    private record Understood(ReceivedMessage message, Event event, Optional<ProducerStamp> stamp) {}

    /** @param isNew whether the row was inserted */
    private record Matched(ReceivedMessage message, NewRow row, boolean isNew) {}

    private List<Committed> insert(WriterSession session, List<Understood> understood, LedgerCounts ledger, Instant now)
            throws SQLException {
        List<Committed> facts = new ArrayList<>();
        List<Delivery> inOrder = new ArrayList<>();
        for (Matched matched : match(session, understood, now)) {
            ReceivedMessage message = matched.message();
            NewRow row = matched.row();
            if (matched.isNew()) {
                EventRows.insertPeriod(session, row.event());
                facts.add(accepted(message, row.event(), accept(row, ledger), inOrder));
            } else {
                facts.add(compare(session, row, ledger, now)
                        .map(owed -> accepted(message, row.event(), owed, inOrder))
                        .orElseGet(() -> new Committed.Repeated(row.event().id(), message)));
            }
        }
        ordered.append(session, inOrder);
        return facts;
    }

    /** Inserts the events with the destinations that they have now; again those that were matched with an old snapshot. */
    private List<Matched> match(WriterSession session, List<Understood> understood, Instant now) throws SQLException {
        List<Matched> all = insertOnce(session, understood, now);
        List<Understood> rest = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).isNew()) {
                rest.add(understood.get(i));
            }
        }
        if (rest.isEmpty() || !snapshots.refresh(session)) {
            return all;
        }
        Iterator<Matched> again = match(session, rest, now).iterator();
        return all.stream()
                .map(matched -> matched.isNew() ? matched : again.next())
                .toList();
    }

    private List<Matched> insertOnce(WriterSession session, List<Understood> understood, Instant now)
            throws SQLException {
        long version = snapshots.version();
        List<NewRow> rows = understood.stream()
                .map(each -> new NewRow(
                        each.event(), each.stamp(), each.message().id(), join(subscriptions.match(each.event()))))
                .toList();
        boolean[] isNew = EventRows.insert(session, rows, now, version);
        List<Matched> matched = new ArrayList<>(rows.size());
        for (int i = 0; i < isNew.length; i++) {
            matched.add(new Matched(understood.get(i).message(), rows.get(i), isNew[i]));
        }
        return matched;
    }

    /** Appends deliveries of ordered and batching destinations as rows; the others are dispatched at once. */
    private Committed accepted(ReceivedMessage message, Event event, List<DestinationId> owed, List<Delivery> inOrder) {
        if (owed.stream().noneMatch(needsRow)) {
            return new Committed.Accepted(event, message, owed, List.of());
        }
        List<DestinationId> queued = owed.stream().filter(needsRow).toList();
        List<DestinationId> rest = owed.stream()
                .filter(destination -> !queued.contains(destination))
                .toList();
        queued.forEach(destination -> inOrder.add(new Delivery(event, destination, Delivery.AttemptKey.FIRST)));
        return new Committed.Accepted(event, message, rest, queued);
    }

    private static List<DestinationId> accept(NewRow row, LedgerCounts ledger) {
        List<DestinationId> destinations = split(row.destinations());
        Event event = row.event();
        ledger.add(
                event.application(),
                destinations.isEmpty() ? LedgerCounts.Count.UNMATCHED : LedgerCounts.Count.MATCHED,
                1);
        ledger.add(event.application(), LedgerCounts.Count.OWED, destinations.size());
        return destinations;
    }

    /**
     * Compares an event whose id is known: either the broker redelivered the message, or a producer sent the event twice.
     *
     * @return destinations not yet handled of a redelivered message; empty for an event sent twice
     */
    private static Optional<List<DestinationId>> compare(
            WriterSession session, NewRow row, LedgerCounts ledger, Instant now) throws SQLException {
        Event event = row.event();
        Kept stored = EventRows.find(session, event.id())
                .orElseThrow(
                        () -> new IllegalStateException("event conflicts on insert but does not exist: " + event.id()));
        if (stored.brokerMessageId() == row.brokerMessageId()
                && stored.application().equals(event.application())) {
            Set<DestinationId> handled = handled(session, event.id());
            return Optional.of(split(stored.destinations()).stream()
                    .filter(destination -> !handled.contains(destination))
                    .toList());
        }
        ledger.add(event.application(), LedgerCounts.Count.DUPLICATES, 1);
        if (row.stamp().isPresent()) {
            SequenceNotes.note(session, row.stamp().get(), SequenceNotes.REPEATED, now);
        }
        // A removed payload cannot be compared.
        if (stored.payload().filter(payload -> !payload.equals(event.payload())).isPresent()) {
            ledger.add(event.application(), LedgerCounts.Count.CONFLICTS, 1);
        }
        return Optional.empty();
    }

    private static Set<DestinationId> handled(WriterSession session, EventId id) throws SQLException {
        Set<DestinationId> handled = new HashSet<>();
        try (ResultSet row =
                session.bind(HANDLED, id.value(), id.value(), id.value()).executeQuery()) {
            while (row.next()) {
                handled.add(new DestinationId(row.getString(1)));
            }
        }
        return handled;
    }

    private static String join(List<DestinationId> destinations) {
        return destinations.stream().map(DestinationId::value).collect(Collectors.joining(SPACE));
    }

    private static List<DestinationId> split(String text) {
        return text.isEmpty()
                ? List.of()
                : Arrays.stream(text.split(SPACE, -1)).map(DestinationId::new).toList();
    }
}
