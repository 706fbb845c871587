package dev.sealpost.delivery.dispatch;

import dev.sealpost.delivery.Destination.Readiness;
import dev.sealpost.delivery.DestinationLookup;
import dev.sealpost.delivery.flight.RowClock;
import dev.sealpost.delivery.gate.Gate;
import dev.sealpost.delivery.gate.OpenBreakers;
import dev.sealpost.subscription.DestinationId;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Current state of deliveries, for monitoring. Queries the database only on demand and caches the result. */
@Component
public final class DeliveryState {

    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    /** Reads the index {@code due_delivery_turn} and no row. */
    private static final String WAITING = """
            SELECT destination_id, COUNT(*) AS waiting, SUM(CASE WHEN due_at <= ? THEN 1 ELSE 0 END) AS due,
                MIN(due_at) AS first_due
            FROM due_delivery GROUP BY destination_id
            """;

    private final Gate gate;
    private final DestinationLookup destinations;
    private final OpenBreakers openBreakers;
    private final JdbcClient reads;
    private final RowClock clock;
    private @Nullable Read last;

    private record Read(Instant time, Waiting waiting) {}

    /**
     * Waiting rows of all nodes.
     *
     * @param due rows that can be attempted now
     * @param later rows that wait for their next attempt or are being attempted
     * @param held rows whose destination is disabled, paused, unreadable, or an unavailable route
     * @param oldestDue time since the oldest due row became due; zero when none is
     */
    public record Waiting(long due, long later, long held, Duration oldestDue) {

        static final Waiting NOTHING = new Waiting(0, 0, 0, Duration.ZERO);

        private Waiting plus(Waiting other) {
            return new Waiting(
                    due + other.due,
                    later + other.later,
                    held + other.held,
                    oldestDue.compareTo(other.oldestDue) > 0 ? oldestDue : other.oldestDue);
        }
    }

    DeliveryState(
            Gate gate, DestinationLookup destinations, OpenBreakers openBreakers, JdbcClient reads, RowClock clock) {
        this.gate = gate;
        this.destinations = destinations;
        this.openBreakers = openBreakers;
        this.reads = reads;
        this.clock = clock;
    }

    /** Returns the deliveries with a permit on this node: running, queued, or not yet recorded. */
    public int inFlight() {
        return gate.inFlight();
    }

    public int openBreakers() {
        return openBreakers.list().size();
    }

    /**
     * Returns the waiting rows, at most ten seconds old.
     *
     * @throws org.springframework.dao.DataAccessException when the database does not answer
     */
    public synchronized Waiting waiting() {
        Instant now = clock.instant();
        Read known = last;
        if (known == null || Duration.between(known.time(), now).abs().compareTo(MAX_AGE) > 0) {
            known = new Read(now, read(now));
            last = known;
        }
        return known.waiting();
    }

    private Waiting read(Instant now) {
        return reads
                .sql(WAITING)
                .param(now.toEpochMilli())
                .query((row, number) -> {
                    long waiting = row.getLong("waiting");
                    if (isHeld(new DestinationId(row.getString("destination_id")))) {
                        return new Waiting(0, 0, waiting, Duration.ZERO);
                    }
                    long due = row.getLong("due");
                    Duration age = Duration.ofMillis(Math.max(0, now.toEpochMilli() - row.getLong("first_due")));
                    return new Waiting(due, waiting - due, 0, due == 0 ? Duration.ZERO : age);
                })
                .list()
                .stream()
                .reduce(Waiting.NOTHING, Waiting::plus);
    }

    private boolean isHeld(DestinationId id) {
        Readiness readiness = destinations.destination(id).readiness();
        return switch (readiness) {
            case READY, GONE -> false;
            case DISABLED, PAUSED, SECRET_UNREADABLE, BROKEN, ROUTE_UNAVAILABLE -> true;
        };
    }
}
