package dev.sealpost.replay;

import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.subscription.DestinationId;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Limits the deliveries that a replay makes due per destination. Due rows precede fresh events, so making everything due at
 * once would block live events.
 */
final class ReplayRoom {

    private static final String DUE = """
            SELECT COUNT(*) FROM (
                SELECT 1 FROM due_delivery WHERE destination_id = ? AND due_at <= ? LIMIT ?) due
            """;

    private final JdbcClient reads;
    private final DestinationLookup destinations;
    private final int backlog;
    private final Clock clock;

    /** @param backlog maximum number of due deliveries */
    ReplayRoom(JdbcClient reads, DestinationLookup destinations, int backlog, Clock clock) {
        this.reads = reads;
        this.destinations = destinations;
        this.backlog = backlog;
        this.clock = clock;
    }

    /** Capacity of a destination. */
    sealed interface Room {

        /** Room for this many deliveries, at least 1. */
        record Open(int capacity) implements Room {}

        /** No room at the moment. */
        record Full(String why) implements Room {}

        /** No room until an operator acts. */
        record Closed(String why) implements Room {}

        /** The destination was deleted. */
        record Gone() implements Room {}
    }

    Room of(DestinationId destination) {
        return switch (destinations.destination(destination).readiness()) {
            case GONE -> new Room.Gone();
            case DISABLED -> new Room.Closed(destination + " is disabled");
            case PAUSED -> new Room.Closed(destination + " is paused");
            case BROKEN -> new Room.Closed(destination + " has a stored row that cannot be read");
            case SECRET_UNREADABLE -> new Room.Closed(destination + " has a secret that cannot be read");
            case ROUTE_UNAVAILABLE -> new Room.Closed(destination + " is not loaded");
            case READY -> {
                int capacity = backlog - due(destination);
                yield capacity > 0
                        ? new Room.Open(capacity)
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
