package dev.sealpost.replay;

import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many deliveries a replay may make due for a destination now. What is due goes before what is fresh, so a replay that
 * made everything due at once would stop the live events of its destination until it is through.
 */
final class ReplayRoom {

    private static final String DUE = """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM due_delivery WHERE destination_id = ? AND due_at <= ? LIMIT ?) due
            """;

    private final JdbcClient reads;
    private final DestinationLookup admission;
    private final int backlog;
    private final Clock clock;

    /** @param backlog the most that may be due */
    ReplayRoom(JdbcClient reads, DestinationLookup admission, int backlog, Clock clock) {
        this.reads = reads;
        this.admission = admission;
        this.backlog = backlog;
        this.clock = clock;
    }

    /** What there is room for. */
    sealed interface Room {

        /** So many, at least 1. */
        record Open(int places) implements Room {}

        /** Nothing now. */
        record Full(String why) implements Room {}

        /** Nothing until somebody does something about it. */
        record Closed(String why) implements Room {}

        /** Nothing ever again. */
        record Gone() implements Room {}
    }

    Room of(DestinationId destination) {
        return switch (admission.destination(destination).readiness()) {
            case GONE -> new Room.Gone();
            case DISABLED -> new Room.Closed(destination + " is disabled");
            case PAUSED -> new Room.Closed(destination + " is paused");
            case BROKEN -> new Room.Closed(destination + " has a stored row that cannot be read");
            case SECRET_UNREADABLE -> new Room.Closed(destination + " has a secret that cannot be read");
            case ROUTE_UNAVAILABLE -> new Room.Closed(destination + " is not loaded");
            case READY -> {
                int places = backlog - due(destination);
                yield places > 0
                        ? new Room.Open(places)
                        : new Room.Full(destination + " has " + backlog + " deliveries due");
            }
        };
    }

    private int due(DestinationId destination) {
        return reads.sql(DUE)
                .params(destination.value(), clock.millis(), backlog)
                .query(Integer.class)
                .single();
    }
}
