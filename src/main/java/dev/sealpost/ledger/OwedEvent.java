package dev.sealpost.ledger;

import dev.sealpost.application.ApplicationId;
import dev.sealpost.database.ReadableRows;
import dev.sealpost.event.EventId;
import dev.sealpost.event.ProducerStamp;
import dev.sealpost.subscription.DestinationId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The parts of an event that the reconciler needs. */
record OwedEvent(
        EventId id,
        ApplicationId application,
        List<DestinationId> destinations,
        Optional<ProducerStamp> stamp,
        Instant publishedAt) {

    static final String COLUMNS = "id, application_id, destinations, producer_run, producer_sequence, created_at";

    /** Reads a row; empty when it is unreadable. */
    static Optional<OwedEvent> ofReadable(ResultSet row) throws SQLException {
        return ReadableRows.read(row, "event", "id", OwedEvent::read);
    }

    private static OwedEvent read(ResultSet row) throws SQLException {
        @Nullable String run = row.getString("producer_run");
        String destinations = row.getString("destinations");
        return new OwedEvent(
                new EventId(row.getString("id")),
                new ApplicationId(row.getString("application_id")),
                destinations.isEmpty()
                        ? List.of()
                        : Arrays.stream(destinations.split(" ", -1))
                                .map(DestinationId::new)
                                .toList(),
                run == null ? Optional.empty() : Optional.of(new ProducerStamp(run, row.getLong("producer_sequence"))),
                Instant.ofEpochMilli(row.getLong("created_at")));
    }
}
