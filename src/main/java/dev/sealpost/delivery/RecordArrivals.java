package dev.sealpost.delivery;

import dev.sealpost.database.WriterSession;
import dev.sealpost.event.Event;
import dev.sealpost.event.EventId;
import dev.sealpost.event.EventRows;
import dev.sealpost.event.EventRows.Kept;
import dev.sealpost.event.EventRows.NewRow;
import dev.sealpost.event.PayloadPeriods;
import dev.sealpost.event.ReadMessage;
import dev.sealpost.event.Reading.NotUnderstood;
import dev.sealpost.event.Reading.Understood;
import dev.sealpost.subscription.DestinationId;
import dev.sealpost.subscription.Subscriptions;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Inserts the events that arrived and says to whom each is owed. */
final class RecordArrivals {

    private static final String SPACE = " ";
    private static final String HANDLED = """
            SELECT destination_id FROM attempt WHERE event_id = ?
            UNION SELECT destination_id FROM due_delivery WHERE event_id = ?
            UNION SELECT destination_id FROM ended_delivery WHERE event_id = ?
            """;

    private final ReadMessage reader;
    private final Subscriptions subscriptions;
    private final OrderedRows ordered;
    private final Predicate<DestinationId> isOrdered;

    /** @param isOrdered whether deliveries to this destination may have to follow each other */
    RecordArrivals(
            ReadMessage reader, Subscriptions subscriptions, OrderedRows ordered, Predicate<DestinationId> isOrdered) {
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.ordered = ordered;
        this.isOrdered = isOrdered;
    }

    void record(WriterSession session, List<Arrival> arrivals, Ledger ledger, Instant now) throws SQLException {
        List<Arrival> understood = new ArrayList<>();
        List<NewRow> rows = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            if (arrival.reading() instanceof NotUnderstood) {
                // Its application may have been made after it was read; the snapshots are fresh now.
                arrival.readAgain(reader.read(arrival.message()));
            }
            switch (arrival.reading()) {
                case Understood(Event event, var stamp) -> {
                    understood.add(arrival);
                    rows.add(new NewRow(event, stamp, arrival.message().id(), join(subscriptions.match(event))));
                }
                case NotUnderstood(String reason) -> arrival.ends(new Arrival.End.Parked(reason));
            }
        }
        if (!rows.isEmpty()) {
            boolean[] isNew = EventRows.insert(session, rows, now);
            List<Delivery> inOrder = new ArrayList<>();
            for (int i = 0; i < isNew.length; i++) {
                if (isNew[i]) {
                    PayloadPeriods.keep(session, rows.get(i).event());
                }
                Arrival.End end = isNew[i] ? accept(rows.get(i), ledger) : compare(session, rows.get(i), ledger, now);
                understood.get(i).ends(takeOrdered(end, inOrder));
            }
            ordered.append(session, inOrder);
        }
    }

    /** What has to follow others waits in a row from the start; the rest is dispatched at once. */
    private Arrival.End takeOrdered(Arrival.End end, List<Delivery> inOrder) {
        if (!(end instanceof Arrival.End.Accepted accepted)
                || accepted.destinations().stream().noneMatch(isOrdered)) {
            return end;
        }
        List<DestinationId> queued =
                accepted.destinations().stream().filter(isOrdered).toList();
        List<DestinationId> rest = accepted.destinations().stream()
                .filter(destination -> !queued.contains(destination))
                .toList();
        queued.forEach(destination -> inOrder.add(new Delivery(accepted.event(), destination, Delivery.Turn.FIRST)));
        return new Arrival.End.Accepted(accepted.event(), rest, queued);
    }

    private static Arrival.End accept(NewRow row, Ledger ledger) {
        List<DestinationId> destinations = split(row.destinations());
        Event event = row.event();
        ledger.add(event.application(), destinations.isEmpty() ? Ledger.Count.UNMATCHED : Ledger.Count.MATCHED, 1);
        ledger.add(event.application(), Ledger.Count.OWED, destinations.size());
        return new Arrival.End.Accepted(event, destinations, List.of());
    }

    /** The id is known: either the broker gives the same message out again, or a producer sent the event twice. */
    private static Arrival.End compare(WriterSession session, NewRow row, Ledger ledger, Instant now)
            throws SQLException {
        Event event = row.event();
        Kept kept = EventRows.find(session, event.id())
                .orElseThrow(() -> new IllegalStateException("an event is in conflict with nothing"));
        if (kept.brokerMessageId() == row.brokerMessageId()
                && kept.application().equals(event.application())) {
            Set<DestinationId> handled = handled(session, event.id());
            return new Arrival.End.Accepted(
                    event,
                    split(kept.destinations()).stream()
                            .filter(destination -> !handled.contains(destination))
                            .toList(),
                    List.of());
        }
        ledger.add(event.application(), Ledger.Count.DUPLICATES, 1);
        if (row.stamp().isPresent()) {
            SequenceNotes.note(session, row.stamp().get(), SequenceNotes.REPEATED, now);
        }
        // Of a payload that was removed, nobody knows.
        if (kept.payload().filter(payload -> !payload.equals(event.payload())).isPresent()) {
            ledger.add(event.application(), Ledger.Count.CONFLICTS, 1);
        }
        return new Arrival.End.Repeated();
    }

    private static Set<DestinationId> handled(WriterSession session, EventId id) throws SQLException {
        PreparedStatement statement = session.prepare(HANDLED);
        for (int parameter = 1; parameter <= 3; parameter++) {
            statement.setString(parameter, id.value());
        }
        Set<DestinationId> handled = new HashSet<>();
        try (ResultSet row = statement.executeQuery()) {
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
